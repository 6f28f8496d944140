package dev.sotto.format;

import java.util.ArrayList;
import java.util.List;

/** Moves the ends of cues as {@link SubtitlePolicy} says; starts stay. Cues that overlap nowhere still do not. */
final class CuePolicy {
    private static final double MILLIS = 1000;

    private final SubtitlePolicy policy;
    private final CueMarkup markup;
    private final long lastMillis;

    private CuePolicy(SubtitlePolicy policy, CueMarkup markup, long lastMillis) {
        this.policy = policy;
        this.markup = markup;
        this.lastMillis = lastMillis;
    }

    /**
     * The same cues, their ends moved.
     *
     * @param cues in order, none of which overlaps another
     * @param durationSeconds of the recording, behind which no end is moved
     */
    static List<Cue> applied(List<Cue> cues, SubtitlePolicy policy, CueMarkup markup, double durationSeconds) {
        if (policy.charactersPerSecondMax().isEmpty() && policy.gapSecondsMin().isEmpty()) {
            return cues;
        }
        CuePolicy moved = new CuePolicy(policy, markup, Timestamps.millis(durationSeconds));
        List<Cue> applied = new ArrayList<>();
        for (int i = 0; i < cues.size(); i++) {
            applied.add(
                    i + 1 < cues.size()
                            ? moved.before(cues.get(i), cues.get(i + 1).startMillis())
                            : moved.last(cues.get(i)));
        }
        return applied;
    }

    private Cue before(Cue cue, long next) {
        long limit = next - Math.round(policy.gapSecondsMin().orElse(0) * MILLIS);
        long end = Math.min(readable(cue, limit), limit);
        long half = cue.startMillis() + Math.max(1, (cue.endMillis() - cue.startMillis()) / 2);
        return cue.at(cue.startMillis(), Math.max(end, half));
    }

    private Cue last(Cue cue) {
        return cue.at(cue.startMillis(), readable(cue, lastMillis));
    }

    /** Where the cue ends so that it can be read, but not behind the limit on that account. */
    private long readable(Cue cue, long limit) {
        if (policy.charactersPerSecondMax().isEmpty()) {
            return cue.endMillis();
        }
        double seconds = DisplayWidth.characters(markup.plain(cue.text()))
                / policy.charactersPerSecondMax().getAsDouble();
        double longest = Math.min(seconds, policy.cueSecondsMax().orElse(Double.MAX_VALUE));
        long wanted = cue.startMillis() + (long) Math.ceil(longest * MILLIS);
        return Math.max(cue.endMillis(), Math.min(wanted, limit));
    }
}
