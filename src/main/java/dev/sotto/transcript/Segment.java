package dev.sotto.transcript;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

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
 * @param channel from 0, where each channel of a recording has a transcript of its own
 * @param saidBy empty unless speakers were told apart
 * @param language code, where each window's language was detected
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
        List<Word> words,
        OptionalInt channel,
        Optional<SaidBy> saidBy,
        Optional<String> language) {
    public Segment {
        tokens = List.copyOf(tokens);
        words = List.copyOf(words);
    }

    /** A segment of no channel and no language of its own, and of nobody yet. */
    public Segment(
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
        this(
                id,
                seekFrames,
                startSeconds,
                endSeconds,
                text,
                tokens,
                temperature,
                averageLogProbability,
                compressionRatio,
                noSpeechProbability,
                words,
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty());
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
                timedWords,
                channel,
                saidBy,
                language);
    }

    /** The same place with a part of the text. */
    public Segment saying(String part, List<Integer> partTokens) {
        return new Segment(
                id,
                seekFrames,
                startSeconds,
                endSeconds,
                part,
                partTokens,
                temperature,
                averageLogProbability,
                compressionRatio,
                noSpeechProbability,
                words,
                channel,
                saidBy,
                language);
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
                List.of(),
                channel,
                saidBy,
                language);
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
                words,
                channel,
                saidBy,
                language);
    }

    /** The same segment as one of a channel. */
    public Segment ofChannel(int number) {
        return new Segment(
                id,
                seekFrames,
                startSeconds,
                endSeconds,
                text,
                tokens,
                temperature,
                averageLogProbability,
                compressionRatio,
                noSpeechProbability,
                words,
                OptionalInt.of(number),
                saidBy,
                language);
    }

    /**
     * A part of the same segment that one speaker says, or all of it.
     *
     * @param place from start to end
     */
    public Segment part(TimeSpan place, String said, List<Integer> ofTokens, List<Word> ofWords, SaidBy by) {
        return new Segment(
                id,
                seekFrames,
                place.startSeconds(),
                place.endSeconds(),
                said,
                ofTokens,
                temperature,
                averageLogProbability,
                compressionRatio,
                noSpeechProbability,
                ofWords,
                channel,
                Optional.of(by),
                language);
    }

    /** The same segment as one of a window in this language. */
    public Segment inLanguage(String code) {
        return new Segment(
                id,
                seekFrames,
                startSeconds,
                endSeconds,
                text,
                tokens,
                temperature,
                averageLogProbability,
                compressionRatio,
                noSpeechProbability,
                words,
                channel,
                saidBy,
                Optional.of(code));
    }
}
