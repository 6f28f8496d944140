package dev.sotto.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.testing.ShippedModel;
import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Word;
import dev.sotto.vad.SampleSpan;
import dev.sotto.whisper.token.WhisperTokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SilentCutsTest {
    /** Speech of 10 s, silence of 35 s, speech of 10 s, a pause of half a second, speech of 5 s. */
    private static final SpeechTimestampsMap PIECES = new SpeechTimestampsMap(
            List.of(new SampleSpan(0, 160_000), new SampleSpan(720_000, 880_000), new SampleSpan(888_000, 968_000)));

    private static final SilentCuts CUTS = SilentCuts.of(PIECES, new SampleSpan(0, 400_000));

    @Test
    void only_silence_of_more_than_a_second_is_a_cut() {
        assertThat(CUTS.starts()).containsExactly(0.0, 10.0);
        assertThat(CUTS.end()).isEqualTo(25.0);
        assertThat(SilentCuts.of(PIECES, new SampleSpan(160_000, 400_000)).starts())
                .containsExactly(0.0);
        assertThat(SilentCuts.of(PIECES, new SampleSpan(80_000, 400_000)).starts())
                .containsExactly(0.0, 5.0);
    }

    @Test
    void segment_that_says_something_on_both_sides_is_split_between_words() {
        Segment segment = segment(6, 14, " for your country. And so");
        assertThat(CUTS.crossedBy(List.of(segment))).isTrue();
        List<Word> words = List.of(
                word(" for", 6, 7),
                word(" your", 7, 8),
                word(" country.", 8, 9.6),
                word(" And", 9.8, 11),
                word(" so", 11, 14));
        List<Segment> split = split(segment, words, false);
        assertThat(split).extracting(Segment::text).containsExactly(" for your country.", " And so");
        assertThat(split).extracting(Segment::startSeconds).containsExactly(6.0, 10.0);
        assertThat(split).extracting(Segment::endSeconds).containsExactly(9.6, 14.0);
        assertThat(split).allSatisfy(part -> assertThat(part.words()).isEmpty());
        assertThat(ShippedModel.TINY_EN.tokenizer().decodeText(split.get(1).tokens()))
                .isEqualTo(" And so");
    }

    @Test
    void words_stay_on_the_side_on_which_most_of_them_lies() {
        Segment segment = segment(8, 12, " country. And");
        List<Segment> split = split(segment, List.of(word(" country.", 8, 10.4), word(" And", 9.9, 11.2)), true);
        assertThat(split).hasSize(2);
        assertThat(split.get(0).words()).containsExactly(word(" country.", 8, 10));
        assertThat(split.get(1).words()).containsExactly(word(" And", 10, 11.2));
    }

    @Test
    void segment_that_reaches_over_a_cut_by_its_times_alone_stays_whole() {
        Segment segment = segment(9.9, 14, " And so");
        assertThat(CUTS.crossedBy(List.of(segment))).isFalse();
        List<Segment> split = split(segment, List.of(), false);
        assertThat(split).hasSize(1);
        assertThat(split.get(0).startSeconds()).isEqualTo(10.0);
        assertThat(split.get(0).tokens()).isEqualTo(segment.tokens());
    }

    private static List<Segment> split(Segment segment, List<Word> words, boolean keepsWords) {
        Segment timed = segment.timed(segment.startSeconds(), segment.endSeconds(), words);
        WhisperTokenizer tokenizer = ShippedModel.TINY_EN.tokenizer();
        return keepsWords
                ? CUTS.apart(List.of(timed), tokenizer)
                : CUTS.apart(List.of(segment), List.of(timed), tokenizer);
    }

    private static Word word(String text, double start, double end) {
        return new Word(text, start, end, 0.9);
    }

    private static Segment segment(double start, double end, String text) {
        List<Integer> tokens = new ArrayList<>(Arrays.asList(50363));
        tokens.addAll(ShippedModel.TINY_EN.tokenizer().encode(text));
        return new Segment(0, 0, start, end, text, tokens, 0, -0.2, 1, 0.01, List.of());
    }
}
