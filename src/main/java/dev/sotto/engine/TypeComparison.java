package dev.sotto.engine;

import dev.sotto.engine.TypeFinding.Rival;
import dev.sotto.engine.TypeFinding.Verdict;
import dev.sotto.torch.ComputeType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Judges the type that a processor's kind lets expect by rounds in which all candidates were timed side by side. A slowdown
 * of the whole machine changes no ratio of a round, and a burst falls into few rounds; so rounds vote, and what they do not
 * agree on is not decided. Arithmetic only.
 */
final class TypeComparison {
    /** How much faster another type must be, to be clearly faster: less is not worth other words. */
    static final double MARGIN = 1.15;

    /** Where the expected type is clearly faster in each. */
    static final int ROUNDS_TO_CONFIRM_CLEARLY = 4;

    static final int ROUNDS_TO_CONFIRM = 5;
    static final int ROUNDS_TO_OVERTURN = 8;
    /** Of so many rounds one may disagree. */
    private static final int ROUNDS_A_STRAY = 6;

    private final ComputeType expected;
    private final List<ComputeType> rivals;
    private final List<Map<ComputeType, Double>> rounds = new ArrayList<>();

    TypeComparison(ComputeType expected, List<ComputeType> candidates) {
        this.expected = expected;
        this.rivals = candidates.stream().filter(type -> type != expected).toList();
    }

    /**
     * Takes a round.
     *
     * @param milliseconds of every candidate; only their ratios count
     */
    void add(Map<ComputeType, Double> milliseconds) {
        rounds.add(Map.copyOf(milliseconds));
    }

    int rounds() {
        return rounds.size();
    }

    /** Whether further rounds are not needed. */
    boolean isDecided() {
        return rivals.stream().allMatch(rival -> verdict(rival) != Verdict.UNSURE);
    }

    /** As far as the rounds go. */
    TypeFinding finding() {
        Map<ComputeType, Rival> byRival = new TreeMap<>();
        rivals.forEach(rival -> byRival.put(rival, new Rival(median(ratios(rival)), roundsFaster(rival))));
        ComputeType fastest = rivals.stream()
                .filter(rival -> verdict(rival) == Verdict.OVERTURNED)
                .min(Comparator.comparingDouble(rival -> median(ratios(rival))))
                .orElse(expected);
        Verdict verdict = fastest != expected ? Verdict.OVERTURNED : isDecided() ? Verdict.CONFIRMED : Verdict.UNSURE;
        return new TypeFinding(expected, fastest, verdict, rounds.size(), byRival);
    }

    private Verdict verdict(ComputeType rival) {
        int count = rounds.size();
        int strays = count / ROUNDS_A_STRAY;
        int faster = roundsFaster(rival);
        double whenQuiet = quiet(rival) / quiet(expected);
        if (count >= ROUNDS_TO_CONFIRM_CLEARLY && roundsSlower(rival) == count && whenQuiet >= MARGIN) {
            return Verdict.CONFIRMED;
        }
        if (count >= ROUNDS_TO_CONFIRM && faster <= strays && whenQuiet * MARGIN > 1) {
            return Verdict.CONFIRMED;
        }
        if (count >= ROUNDS_TO_OVERTURN && faster >= count - strays && whenQuiet * MARGIN <= 1) {
            return Verdict.OVERTURNED;
        }
        return Verdict.UNSURE;
    }

    private int roundsSlower(ComputeType rival) {
        return (int) ratios(rival).stream().filter(ratio -> ratio >= MARGIN).count();
    }

    private int roundsFaster(ComputeType rival) {
        return (int) ratios(rival).stream().filter(ratio -> ratio * MARGIN <= 1).count();
    }

    /** Noise mostly adds time, so a type's quarter of least times is its truest; one that is too small is left out. */
    private double quiet(ComputeType type) {
        return rounds.stream()
                .map(round -> time(round, type))
                .sorted()
                .skip(rounds.size() / 4)
                .findFirst()
                .orElse(1.0);
    }

    private List<Double> ratios(ComputeType rival) {
        return rounds.stream()
                .map(round -> time(round, rival) / time(round, expected))
                .toList();
    }

    private static double time(Map<ComputeType, Double> round, ComputeType type) {
        Double time = round.get(type);
        if (time == null || !(time > 0)) {
            throw new IllegalArgumentException(
                    "a round has a time of each candidate; seen " + round + " without " + type);
        }
        return time;
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int half = sorted.size() / 2;
        if (sorted.isEmpty()) {
            return 1;
        }
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }
}
