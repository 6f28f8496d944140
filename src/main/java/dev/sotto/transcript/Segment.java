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
        Copy copy = new Copy();
        copy.startSeconds = start;
        copy.endSeconds = end;
        copy.words = timedWords;
        return copy.segment();
    }

    /** The same place with a part of the text. */
    public Segment saying(String part, List<Integer> partTokens) {
        Copy copy = new Copy();
        copy.text = part;
        copy.tokens = partTokens;
        return copy.segment();
    }

    /** The same segment, spelt in other characters; its tokens stay those of the model. */
    public Segment written(String spelling, List<Word> speltWords) {
        Copy copy = new Copy();
        copy.text = spelling;
        copy.words = speltWords;
        return copy.segment();
    }

    /** The same place without text, tokens and words. */
    public Segment emptied() {
        Copy copy = new Copy();
        copy.text = "";
        copy.tokens = List.of();
        copy.words = List.of();
        return copy.segment();
    }

    /** The same segment at its place in a transcript, of another window. */
    public Segment numbered(int number, int seek) {
        Copy copy = new Copy();
        copy.id = number;
        copy.seekFrames = seek;
        return copy.segment();
    }

    /** The same segment as one of a channel. */
    public Segment ofChannel(int number) {
        Copy copy = new Copy();
        copy.channel = OptionalInt.of(number);
        return copy.segment();
    }

    /**
     * A part of the same segment that one speaker says, or all of it.
     *
     * @param place from start to end
     */
    public Segment part(TimeSpan place, String said, List<Integer> ofTokens, List<Word> ofWords, SaidBy by) {
        Copy copy = new Copy();
        copy.startSeconds = place.startSeconds();
        copy.endSeconds = place.endSeconds();
        copy.text = said;
        copy.tokens = ofTokens;
        copy.words = ofWords;
        copy.saidBy = Optional.of(by);
        return copy.segment();
    }

    /** The same segment as one of a window in this language. */
    public Segment inLanguage(String code) {
        Copy copy = new Copy();
        copy.language = Optional.of(code);
        return copy.segment();
    }

    /** The same segment without who says it. */
    Segment anonymous() {
        Copy copy = new Copy();
        copy.words = words.stream().map(Word::anonymous).toList();
        copy.saidBy = Optional.empty();
        return copy.segment();
    }

    /** This segment, of which some components are about to be others. */
    private final class Copy {
        private int id = Segment.this.id;
        private int seekFrames = Segment.this.seekFrames;
        private double startSeconds = Segment.this.startSeconds;
        private double endSeconds = Segment.this.endSeconds;
        private String text = Segment.this.text;
        private List<Integer> tokens = Segment.this.tokens;
        private List<Word> words = Segment.this.words;
        private OptionalInt channel = Segment.this.channel;
        private Optional<SaidBy> saidBy = Segment.this.saidBy;
        private Optional<String> language = Segment.this.language;

        private Segment segment() {
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
                    language);
        }
    }
}
