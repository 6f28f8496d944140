package dev.sotto.whisper.word;

import java.util.List;

/**
 * What the network is asked about a window whose text is known.
 *
 * @param tokens the start sequence, {@code <|notimestamps|>}, the text tokens, the end of text
 * @param startTokens length of the start sequence
 * @param audioPositions positions of the encoder's output that hold audio; what lies behind them is ignored
 */
@SuppressWarnings("ArrayRecordComponent") // passed once to native memory; equality is never asked for
public record AlignmentTask(int[] tokens, int startTokens, int audioPositions) {
    public AlignmentTask {
        if (tokens.length < startTokens + 3 || audioPositions < 0) {
            throw new IllegalArgumentException("%d tokens behind a start of %d, over %d positions: expected some text"
                    .formatted(tokens.length, startTokens, audioPositions));
        }
    }

    /** The task of a text that is not empty. */
    public static AlignmentTask of(
            List<Integer> startSequence, int noTimestamps, List<Integer> text, int endOfText, int audioPositions) {
        int[] tokens = new int[startSequence.size() + text.size() + 2];
        int length = 0;
        for (int token : startSequence) {
            tokens[length++] = token;
        }
        tokens[length++] = noTimestamps;
        for (int token : text) {
            tokens[length++] = token;
        }
        tokens[length] = endOfText;
        return new AlignmentTask(tokens, startSequence.size(), audioPositions);
    }

    public int textTokens() {
        return tokens.length - startTokens - 2;
    }
}
