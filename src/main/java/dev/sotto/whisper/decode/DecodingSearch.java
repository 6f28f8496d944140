package dev.sotto.whisper.decode;

import dev.sotto.transcript.SearchOptions;
import java.util.OptionalDouble;

/**
 * How many hypotheses of a window are followed at once, and which of them wins. Follows beam_size, best_of, patience and
 * length_penalty of DecodingOptions in whisper/decoding.py (openai/whisper, MIT).
 *
 * @param width hypotheses followed at once
 * @param beams whether they are beams of one search; else each goes its own way
 * @param patience {@code width * patience}, rounded, hypotheses must end before a beam search does
 * @param lengthPenalty exponent alpha of Google's length penalty; empty ranks by log probability a token
 */
public record DecodingSearch(int width, boolean beams, double patience, OptionalDouble lengthPenalty) {
    /** One hypothesis. */
    public static final DecodingSearch SINGLE = samples(1, OptionalDouble.empty());

    public DecodingSearch {
        if (width < 1
                || width > SearchOptions.HYPOTHESES_MAX
                || !(patience > 0)
                || patience > SearchOptions.PATIENCE_MAX) {
            throw new IllegalArgumentException("%d hypotheses with patience %s; expected 1 to %d with at most %s"
                    .formatted(width, patience, SearchOptions.HYPOTHESES_MAX, SearchOptions.PATIENCE_MAX));
        }
    }

    /**
     * What the options ask for at a temperature: beams at 0, samples above. Follows decode_with_fallback in
     * whisper/transcribe.py (openai/whisper, MIT). A single beam without patience is the most probable token each time.
     */
    public static DecodingSearch of(SearchOptions options, double temperature) {
        if (temperature > 0) {
            return samples(options.bestOf().orElse(1), options.lengthPenalty());
        }
        int beams = options.beamSize().orElse(1);
        double patience = options.patience().orElse(1);
        return beams == 1 && Math.rint(patience) <= 1
                ? samples(1, options.lengthPenalty())
                : beams(beams, patience, options.lengthPenalty());
    }

    /** Rows that compete: of all their continuations only the best are followed. */
    public static DecodingSearch beams(int width, double patience, OptionalDouble lengthPenalty) {
        return new DecodingSearch(width, true, patience, lengthPenalty);
    }

    /** Independent hypotheses; several are of use only at a temperature above 0. */
    public static DecodingSearch samples(int width, OptionalDouble lengthPenalty) {
        return new DecodingSearch(width, false, 1, lengthPenalty);
    }

    /** Ended hypotheses that end a beam search; half to even, as Python rounds. */
    public int endedWanted() {
        return (int) Math.rint(width * patience);
    }
}
