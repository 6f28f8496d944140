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
    public static final SearchOptions DEFAULTS = new Builder().build();

    public SearchOptions {
        beamSize.ifPresent(count -> checkCount("beam_size", count));
        bestOf.ifPresent(count -> checkCount("best_of", count));
        if (patience.isPresent()) {
            checkPatience(patience.getAsDouble(), beamSize);
        }
        lengthPenalty.ifPresent(value ->
                InvalidOption.check(value >= 0 && value <= 1, "length_penalty", value, "a number from 0 to 1"));
    }

    private static void checkCount(String name, int count) {
        InvalidOption.check(
                count >= 1 && count <= HYPOTHESES_MAX, name, count, "a whole number from 1 to " + HYPOTHESES_MAX);
    }

    private static void checkPatience(double value, OptionalInt beams) {
        InvalidOption.check(
                value > 0 && value <= PATIENCE_MAX,
                "patience",
                value,
                "a number above 0, at most " + InvalidOption.shown(PATIENCE_MAX));
        if (beams.isEmpty()) {
            throw InvalidOption.without("beam_size", "patience", value);
        }
        InvalidOption.check(
                Math.rint(value * beams.getAsInt()) >= 1,
                "patience",
                value,
                "a number that, times beam_size %d, leaves a hypothesis to wait for".formatted(beams.getAsInt()));
    }

    public static Builder builder() {
        return new Builder();
    }

    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.beamSize = beamSize;
        builder.bestOf = bestOf;
        builder.patience = patience;
        builder.lengthPenalty = lengthPenalty;
        return builder;
    }

    /** Collects options; what is not set keeps its default, which is written here and nowhere else. Not thread-safe. */
    public static final class Builder {
        private OptionalInt beamSize = OptionalInt.empty();

        public Builder beamSize(OptionalInt value) {
            beamSize = value;
            return this;
        }

        private OptionalInt bestOf = OptionalInt.empty();

        public Builder bestOf(OptionalInt value) {
            bestOf = value;
            return this;
        }

        private OptionalDouble patience = OptionalDouble.empty();

        public Builder patience(OptionalDouble value) {
            patience = value;
            return this;
        }

        private OptionalDouble lengthPenalty = OptionalDouble.empty();

        public Builder lengthPenalty(OptionalDouble value) {
            lengthPenalty = value;
            return this;
        }

        public SearchOptions build() {
            return new SearchOptions(beamSize, bestOf, patience, lengthPenalty);
        }
    }
}
