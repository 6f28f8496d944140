package dev.sotto.whisper.word;

/**
 * What the network answers: where it listened while it said each token, and how sure it was.
 *
 * @param weights {@code [text tokens + 1, columns]} row-major: normalised attention, high where a token is heard; row
 *     {@code i} stands before text token {@code i}, the last row behind them all
 * @param columns audio positions
 * @param probabilities of the text tokens, within [0, 1]
 */
@SuppressWarnings("ArrayRecordComponent") // read once and dropped; equality is never asked for
public record TokenAlignment(float[] weights, int columns, float[] probabilities) {
    public TokenAlignment {
        if (weights.length != (probabilities.length + 1) * columns) {
            throw new IllegalArgumentException(
                    "%d weights for %d tokens and %d columns".formatted(weights.length, probabilities.length, columns));
        }
    }

    int rows() {
        return probabilities.length + 1;
    }
}
