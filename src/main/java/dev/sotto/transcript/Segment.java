package dev.sotto.transcript;

import java.util.List;

/**
 * A span of text between two timestamp tokens of one window.
 *
 * @param id position in the transcript, from 0
 * @param seekFrames first frame (10 ms) of the window it was decoded from
 * @param startSeconds from the beginning of the recording
 * @param endSeconds from the beginning of the recording
 * @param text with its leading blank, as the tokens spell it
 * @param tokens text and timestamp tokens
 * @param temperature at which its window's accepted attempt was decoded
 * @param averageLogProbability natural logarithm, over the window's tokens (JSON: {@code avg_logprob})
 * @param compressionRatio characters of the window's text over its deflated length; high means a loop
 * @param noSpeechProbability of the window, within [0, 1] (JSON: {@code no_speech_prob})
 * @param words empty unless word times were asked for
 */
public record Segment(
        int id,
        int seekFrames,
        double startSeconds,
        double endSeconds,
        String text,
        List<Integer> tokens,
        double temperature,
        double averageLogProbability,
        double compressionRatio,
        double noSpeechProbability,
        List<Word> words) {
    public Segment {
        tokens = List.copyOf(tokens);
        words = List.copyOf(words);
    }

    /** The same segment with words, and moved to where they are said. */
    public Segment timed(double start, double end, List<Word> timedWords) {
        return new Segment(
                id,
                seekFrames,
                start,
                end,
                text,
                tokens,
                temperature,
                averageLogProbability,
                compressionRatio,
                noSpeechProbability,
                timedWords);
    }

    /** The same place without text, tokens and words. */
    public Segment emptied() {
        return new Segment(
                id,
                seekFrames,
                startSeconds,
                endSeconds,
                "",
                List.of(),
                temperature,
                averageLogProbability,
                compressionRatio,
                noSpeechProbability,
                List.of());
    }

    /** The same segment at its place in a transcript, of another window. */
    public Segment numbered(int number, int seek) {
        return new Segment(
                number,
                seek,
                startSeconds,
                endSeconds,
                text,
                tokens,
                temperature,
                averageLogProbability,
                compressionRatio,
                noSpeechProbability,
                words);
    }
}
