package dev.sotto.transcript;

import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * How many hypotheses of a window are followed at once, and which of them wins. Names, defaults and bounds follow
 * DecodingOptions in whisper/decoding.py (openai/whisper, MIT); the upper bounds are ours.
 *
 * @param beamSize beams at temperature 0; empty takes the most probable token each time
 * @param bestOf independent samples at temperatures above 0; empty draws one
 * @param patience times the beams, so many hypotheses must end; needs a beam size
 * @param lengthPenalty exponent of Google's length penalty; empty ranks by log probability a token
 */
public record SearchOptions(
        OptionalInt beamSize, OptionalInt bestOf, OptionalDouble patience, OptionalDouble lengthPenalty) {
    /** Most hypotheses a window: each costs memory and time. */
    public static final int HYPOTHESES_MAX = 16;

    public static final double PATIENCE_MAX = 4;

    /** One hypothesis at every temperature. */
    public static final SearchOptions NONE =
            new SearchOptions(OptionalInt.empty(), OptionalInt.empty(), OptionalDouble.empty(), OptionalDouble.empty());

    /**
     * What stands in the way of these options, if anything does.
     *
     * @throws IllegalArgumentException naming the option, what was seen and what was expected
     */
    public SearchOptions {
        checkCount("beam_size", beamSize);
        checkCount("best_of", bestOf);
        if (patience.isPresent()) {
            double value = patience.getAsDouble();
            check(
                    value > 0 && value <= PATIENCE_MAX,
                    "patience %s; expected a number above 0, at most %s".formatted(value, PATIENCE_MAX));
            check(beamSize.isPresent(), "patience %s without beam_size; give both or neither".formatted(value));
            check(
                    Math.rint(value * beamSize.getAsInt()) >= 1,
                    "patience %s with beam_size %d leaves no hypothesis to wait for; expected more of either"
                            .formatted(value, beamSize.getAsInt()));
        }
        if (lengthPenalty.isPresent()) {
            double value = lengthPenalty.getAsDouble();
            check(value >= 0 && value <= 1, "length_penalty %s; expected a number from 0 to 1".formatted(value));
        }
    }

    private static void checkCount(String name, OptionalInt count) {
        if (count.isPresent()) {
            int value = count.getAsInt();
            check(
                    value >= 1 && value <= HYPOTHESES_MAX,
                    "%s %d; expected a whole number from 1 to %d".formatted(name, value, HYPOTHESES_MAX));
        }
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
