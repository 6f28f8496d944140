package dev.sotto.whisper.word;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sotto.model.Checkpoint;
import dev.sotto.model.checkpoint.ModelFolder;
import dev.sotto.testing.Checkpoints;
import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Word;
import dev.sotto.transcript.WordOptions;
import dev.sotto.whisper.token.WhisperTokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** Segments whose tokens are heard at columns of our choosing, 20 ms each, in a window that begins at 60 s. */
class SegmentWordsTest {
    private static final double WINDOW_SECONDS = 60;
    private static final WhisperTokenizer TOKENIZER = tokenizer();
    private static final SegmentWords WORDS = new SegmentWords(
            new WordSplitter(TOKENIZER, "en"),
            new Punctuation(WordOptions.DEFAULTS.prependPunctuations(), WordOptions.DEFAULTS.appendPunctuations()),
            TOKENIZER.special().endOfText());

    @Test
    void segments_begin_and_end_with_their_words_in_the_time_of_the_recording() {
        List<Segment> dealt =
                deal(WINDOW_SECONDS, new int[] {0, 20, 40, 70}, segment(0, 0, 1, " a b"), segment(1, 1, 2, " c"));
        assertThat(dealt.get(0).words()).extracting(Word::text).containsExactly(" a", " b");
        assertThat(dealt.get(0).startSeconds()).isEqualTo(60.0);
        assertThat(dealt.get(0).endSeconds()).isEqualTo(60.8, within(1e-9));
        assertThat(dealt.get(1).words()).extracting(Word::text).containsExactly(" c");
        assertThat(dealt.get(1).endSeconds()).isEqualTo(61.4, within(1e-9));
    }

    @Test
    void a_segment_without_text_has_no_words_and_keeps_its_times() {
        List<Segment> dealt = deal(
                WINDOW_SECONDS,
                new int[] {0, 20, 40},
                segment(0, 0, 0.4, " a"),
                segment(1, 3, 4, ""),
                segment(2, 0.4, 0.8, " b"));
        assertThat(dealt.get(1).words()).isEmpty();
        assertThat(dealt.get(1).startSeconds()).isEqualTo(63.0);
        assertThat(dealt.get(2).words()).extracting(Word::text).containsExactly(" b");
    }

    @Test
    void a_sign_at_the_beginning_of_a_segment_goes_to_the_word_before_it() {
        List<Segment> dealt =
                deal(WINDOW_SECONDS, new int[] {0, 20, 40, 60}, segment(0, 0, 1, " a"), segment(1, 1, 2, ". b"));
        assertThat(dealt.get(0).words()).extracting(Word::text).containsExactly(" a.");
        assertThat(dealt.get(1).words()).extracting(Word::text).containsExactly(" b");
    }

    @Test
    void a_word_behind_a_pause_does_not_fill_it() {
        List<Segment> dealt = deal(50, new int[] {0, 300, 310, 320, 330}, segment(0, 5.5, 7, " a b c d"));
        Word first = dealt.get(0).words().get(0);
        assertThat(first.endSeconds()).isEqualTo(66.0, within(1e-9));
        assertThat(first.startSeconds()).isEqualTo(65.6, within(1e-9));
        assertThat(dealt.get(0).startSeconds()).isEqualTo(65.6, within(1e-9));
    }

    @Test
    void a_segments_own_end_is_believed_over_a_last_word_that_is_much_longer() {
        List<Segment> dealt = deal(WINDOW_SECONDS, new int[] {0, 20, 40, 200}, segment(0, 0, 1.2, " a b c"));
        Word last = dealt.get(0).words().get(2);
        assertThat(last.endSeconds()).isEqualTo(61.2, within(1e-9));
        assertThat(dealt.get(0).endSeconds()).isEqualTo(61.2, within(1e-9));
    }

    @Test
    void without_text_there_is_nothing_to_align() {
        assertThat(WORDS.text(List.of(segment(0, 0, 1, "")))).isEmpty();
    }

    /** Whatever is heard where: no text is lost, every word has a time, and none is outside its window. */
    @RepeatedTest(50)
    void any_alignment_keeps_the_text_and_the_window(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        List<Segment> segments = new ArrayList<>();
        int tokens = 0;
        for (int i = 0; i < 4; i++) {
            segments.add(segment(i, i * 2, i * 2 + 2, " one two, (three) four.".substring(0, 4 + random.nextInt(19))));
            tokens += WORDS.text(segments.subList(i, i + 1)).size();
        }
        int columns = 1 + random.nextInt(1500);
        float[] weights = new float[(tokens + 1) * columns];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) random.nextGaussian();
        }
        float[] probabilities = new float[tokens];
        List<Segment> dealt = WORDS.deal(segments, new TokenAlignment(weights, columns, probabilities), WINDOW_SECONDS);
        StringBuilder text = new StringBuilder();
        double end = WINDOW_SECONDS + columns / 50.0 + 0.7; // the last word may be given a usual one's length
        for (Segment segment : dealt) {
            for (Word word : segment.words()) {
                text.append(word.text());
                assertThat(word.startSeconds()).isBetween(WINDOW_SECONDS - 1.4, end);
                assertThat(word.endSeconds()).isBetween(word.startSeconds() - 1e-9, end);
            }
        }
        assertThat(text).hasToString(TOKENIZER.decode(WORDS.text(segments)));
    }

    private static List<Segment> deal(double lastSpeech, int[] columns, Segment... segments) {
        int width = columns[columns.length - 1] + 10;
        float[] weights = new float[columns.length * width];
        for (int row = 0; row < columns.length; row++) {
            int end = row + 1 < columns.length ? columns[row + 1] : width;
            for (int column = 0; column < width; column++) {
                weights[row * width + column] = column >= columns[row] && column < end ? 1 : -1;
            }
        }
        float[] probabilities = new float[columns.length - 1];
        return WORDS.deal(List.of(segments), new TokenAlignment(weights, width, probabilities), lastSpeech);
    }

    private static Segment segment(int id, double start, double end, String text) {
        List<Integer> tokens = new ArrayList<>(TOKENIZER.encode(text));
        tokens.add(TOKENIZER.special().timestampBegin());
        return new Segment(id, 6000, WINDOW_SECONDS + start, WINDOW_SECONDS + end, text, tokens, 0, 0, 0, 0, List.of());
    }

    private static WhisperTokenizer tokenizer() {
        try (Checkpoint checkpoint = ModelFolder.open(Checkpoints.TINY_EN)) {
            return WhisperTokenizer.of(checkpoint.config());
        }
    }
}
