package dev.sotto.format;

import dev.sotto.transcript.InvalidOption;
import java.util.OptionalDouble;

/**
 * How long cues stand and how far they are apart; what is empty is as the reference has it. The two that move the end of a
 * cue do not hold where each word has a cue of its own.
 *
 * @param cueSecondsMax longer cues are cut between words, so it needs word times
 * @param charactersPerSecondMax a cue that would have to be read faster ends later, as far as the next one lets it
 * @param gapSecondsMin between two cues; the earlier one ends sooner, and loses half of its time at most
 */
public record SubtitlePolicy(
        OptionalDouble cueSecondsMax, OptionalDouble charactersPerSecondMax, OptionalDouble gapSecondsMin) {
    /** The reference's. */
    public static final SubtitlePolicy NONE =
            new SubtitlePolicy(OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty());

    public SubtitlePolicy {
        check("max_cue_seconds", cueSecondsMax, 0.1, 3600);
        check("max_characters_per_second", charactersPerSecondMax, 1, 1000);
        check("min_gap_seconds", gapSecondsMin, 0, 10);
    }

    private static void check(String name, OptionalDouble value, double min, double max) {
        if (value.isPresent() && !(value.getAsDouble() >= min && value.getAsDouble() <= max)) {
            throw new InvalidOption(
                    name,
                    value.getAsDouble(),
                    "a number from %s to %s".formatted(InvalidOption.shown(min), InvalidOption.shown(max)));
        }
    }
}
