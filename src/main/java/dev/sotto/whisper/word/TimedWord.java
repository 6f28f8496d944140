package dev.sotto.whisper.word;

/**
 * A word on its way to the transcript.
 *
 * @param text with its leading blank; empty once it is merged into a neighbour
 * @param tokenCount how many text tokens spell it
 * @param startSeconds from the window's first frame
 * @param endSeconds from the window's first frame
 * @param probability mean over its tokens
 */
record TimedWord(String text, int tokenCount, double startSeconds, double endSeconds, double probability) {
    double seconds() {
        return endSeconds - startSeconds;
    }

    TimedWord at(double start, double end) {
        return new TimedWord(text, tokenCount, start, end, probability);
    }

    TimedWord spelled(String newText, int newTokenCount) {
        return new TimedWord(newText, newTokenCount, startSeconds, endSeconds, probability);
    }
}
