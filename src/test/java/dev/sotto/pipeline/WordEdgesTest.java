package dev.sotto.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sotto.audio.Waveform;
import dev.sotto.audio.Waveforms;
import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Word;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WordEdgesTest {
    private static final int RATE = Waveform.SAMPLE_RATE;

    @Test
    void words_end_before_a_pause_and_begin_behind_it() {
        assertEdges(
                edges(0.5, 1, 1.4, 2).of(List.of(word(" One", 0.2, 1.2), word(" two", 1.2, 2.3))), 0.5, 1.0, 1.4, 2.0);
    }

    @Test
    void silence_of_a_consonant_is_no_pause() {
        assertEdges(edges(0, 1, 1.05, 2).of(List.of(word(" One", 0, 1.02), word(" two", 1.02, 2))), 0, 1.012, 1.012, 2);
    }

    @Test
    void of_two_words_that_meet_the_longer_one_gets_more_of_their_time() {
        assertEdges(
                edges(0, 2).of(List.of(word(" I", 0, 1), word(" remember", 1, 2))),
                0,
                0.6 * 1 + 0.4 * 2.0 / 9,
                0.6 * 1 + 0.4 * 2.0 / 9,
                2);
    }

    @Test
    void words_with_time_between_them_keep_their_edges_where_nothing_is_silent() {
        assertEdges(edges(0, 2).of(List.of(word(" One", 0, 0.9), word(" two", 1, 2))), 0, 0.9, 1, 2);
    }

    @Test
    void what_a_network_tells_too_late_is_moved_back_and_what_it_tells_too_early_forth() {
        List<Word> told = List.of(word(" one", 0.2, 0.9), word(" two", 1, 1.5));
        assertEdges(WordEdges.of(sound(2, 0, 2), 0.08).of(told), 0.12, 0.82, 0.92, 1.42);
        assertEdges(WordEdges.of(sound(2, 0, 2), -0.08).of(told), 0.28, 0.98, 1.08, 1.58);
    }

    @Test
    void no_word_leaves_the_window() {
        List<Word> told = List.of(word(" one", 0.04, 0.9), word(" two", 1, 1.98));
        assertEdges(WordEdges.of(sound(2, 0, 2), 0.08).of(told), 0, 0.82, 0.92, 1.9);
        assertEdges(WordEdges.of(sound(2, 0, 2), -0.08).of(told), 0.12, 0.98, 1.08, 2);
    }

    @Test
    void each_word_begins_behind_the_one_before_it() {
        List<Word> moved =
                edges(0, 2).of(List.of(word(" one", 0.5, 1.5), word(" two", 0.8, 0.9), word(" x", 0.9, 0.9)));
        double last = 0;
        for (Word word : moved) {
            assertThat(word.startSeconds()).isGreaterThanOrEqualTo(last);
            assertThat(word.endSeconds()).isGreaterThanOrEqualTo(word.startSeconds());
            last = word.endSeconds();
        }
    }

    @Test
    void loudness_tells_nothing_where_noise_is_nearly_as_loud_as_speech() {
        short[] samples = samples(2, 0, 1, 1.5, 2);
        for (int i = 0; i < samples.length; i++) {
            samples[i] += (short) (i % 2 == 0 ? 1_600 : -1_600);
        }
        List<Word> told = List.of(word(" one", 0, 1.2), word(" two", 1.2, 2));
        assertEdges(WordEdges.of(Waveforms.ofSamples(samples), 0).of(told), 0, 1.12, 1.12, 2);
    }

    @Test
    void segments_move_with_their_words_and_one_without_words_stays() {
        Segment first = segment(0, 1.2, word(" One", 0.2, 1.2));
        Segment empty = segment(1.2, 1.2);
        Segment second = segment(1.2, 2.3, word(" two", 1.2, 1.9), word(" too", 1.9, 2.3));
        List<Segment> moved = edges(0.5, 1, 1.4, 2.2).ofSegments(List.of(first, empty, second));
        assertThat(moved.get(0).startSeconds()).isCloseTo(0.5, within(1e-9));
        assertThat(moved.get(0).endSeconds()).isCloseTo(1.0, within(1e-9));
        assertThat(moved.get(1)).isEqualTo(empty);
        assertThat(moved.get(2).startSeconds()).isCloseTo(1.4, within(1e-9));
        assertThat(moved.get(2).endSeconds()).isCloseTo(2.2, within(1e-9));
        assertThat(moved.get(2).words()).hasSize(2);
        assertThat(edges(0, 1).of(List.of())).isEmpty();
    }

    /** @param spans starts and ends of sound, in seconds, in a window of 2.5 s */
    private static WordEdges edges(double... spans) {
        return WordEdges.of(sound(2.5, spans), 0);
    }

    private static Waveform sound(double seconds, double... spans) {
        return Waveforms.ofSamples(samples(seconds, spans));
    }

    private static short[] samples(double seconds, double... spans) {
        short[] samples = new short[(int) Math.round(seconds * RATE)];
        for (int span = 0; span < spans.length; span += 2) {
            int to = (int) Math.round(spans[span + 1] * RATE);
            for (int i = (int) Math.round(spans[span] * RATE); i < to; i++) {
                samples[i] = (short) (10_000 * Math.sin(2 * Math.PI * 440 * i / RATE));
            }
        }
        return samples;
    }

    private static Segment segment(double start, double end, Word... words) {
        return new Segment(0, 0, start, end, "", List.of(), 0, -0.2, 1, 0.01, List.of(words));
    }

    private static Word word(String text, double start, double end) {
        return new Word(text, start, end, 0.9);
    }

    private static void assertEdges(List<Word> words, double... edges) {
        List<Double> found = new ArrayList<>();
        for (Word word : words) {
            found.add(word.startSeconds());
            found.add(word.endSeconds());
        }
        assertThat(found).hasSize(edges.length);
        for (int i = 0; i < edges.length; i++) {
            assertThat(found.get(i)).as("edge %d of %s", i, found).isCloseTo(edges[i], within(1e-6));
        }
    }
}
