package dev.sotto.engine;

import dev.sotto.torch.ComputeType;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What rounds of timing said of the type that the processor's kind lets expect.
 *
 * @param chosen the expected one, unless it was overturned
 * @param verdict how sure that is
 * @param rounds timed side by side
 * @param rivals every other candidate
 */
public record TypeFinding(
        ComputeType expected, ComputeType chosen, Verdict verdict, int rounds, Map<ComputeType, Rival> rivals) {
    public TypeFinding {
        rivals = Map.copyOf(rivals);
    }

    /** How sure a finding is. */
    public enum Verdict {
        /** No other type was clearly faster in more than a round or two; or there is no other. */
        CONFIRMED,
        /** Another type was clearly faster in nearly all rounds. */
        OVERTURNED,
        /** The rounds disagree, or were too few. */
        UNSURE;

        static Verdict named(String name) {
            return valueOf(name.toUpperCase(Locale.ROOT));
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One type beside the expected one.
     *
     * @param timesAsLong median over the rounds of its time by the expected type's
     * @param roundsFaster in how many rounds it was faster by the margin
     */
    public record Rival(double timesAsLong, int roundsFaster) {}

    public boolean isSure() {
        return verdict != Verdict.UNSURE;
    }

    /** As a person reads it: {@code int8, confirmed by 4 rounds (times as long as int8: float32 2.58, float16 2.24)}. */
    public String summary() {
        String start = "%s, %s%s by %d rounds"
                .formatted(chosen, verdict, verdict == Verdict.OVERTURNED ? " against " + expected : "", rounds);
        String ratios = new TreeMap<>(rivals)
                .entrySet().stream()
                        .map(rival -> ratio(rival.getKey(), rival.getValue()))
                        .collect(Collectors.joining(", "));
        return ratios.isEmpty() ? start : "%s (times as long as %s: %s)".formatted(start, expected, ratios);
    }

    private static String ratio(ComputeType type, Rival rival) {
        String ratio = String.format(Locale.ROOT, "%s %.2f", type, rival.timesAsLong());
        return rival.roundsFaster() == 0 ? ratio : ratio + " and clearly faster in " + rival.roundsFaster();
    }
}
