package dev.sotto.whisper.word;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sotto.transcript.WordOptions;
import dev.sotto.whisper.word.WordSplitter.Piece;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Words whose tokens are heard at columns of our choosing, 20 ms each. */
class WindowWordsTest {
    private static final Punctuation PUNCTUATION =
            new Punctuation(WordOptions.DEFAULTS.prependPunctuations(), WordOptions.DEFAULTS.appendPunctuations());

    @Test
    void a_word_lasts_from_its_first_token_to_the_next_words_and_is_as_probable_as_its_tokens_on_average() {
        WindowWords words = heard(List.of(piece(" one", 2), piece(" two", 1)), 0, 10, 20, 45);
        assertThat(words.words())
                .containsExactly(new TimedWord(" one", 2, 0, 0.4, 0.25), new TimedWord(" two", 1, 0.4, 0.9, 0.5));
        assertThat(words.medianSeconds()).isEqualTo(0.45, within(1e-9));
    }

    @Test
    void words_that_take_no_time_do_not_count_as_usual_ones() {
        WindowWords words = heard(List.of(piece(" a", 1), piece(" b", 1), piece(" c", 1)), 0, 0, 20, 40);
        assertThat(words.words().get(0).seconds()).isZero();
        assertThat(words.medianSeconds()).isEqualTo(0.4, within(1e-9));
        assertThat(heard(List.of(piece(" a", 1)), 0, 0).medianSeconds()).isZero();
    }

    @Test
    void a_usual_word_is_never_longer_than_seven_tenths_of_a_second() {
        assertThat(heard(List.of(piece(" a", 1)), 0, 200).medianSeconds()).isEqualTo(0.7);
    }

    @Test
    void a_full_stop_does_not_last_as_long_as_the_pause_behind_it() {
        WindowWords words = heard(List.of(piece(" a", 1), piece(" b", 1), piece(".", 1)), 0, 10, 20, 120);
        assertThat(words.words().get(1).text()).isEqualTo(" b.");
        assertThat(words.words().get(2).endSeconds()).isEqualTo(0.8, within(1e-9));
    }

    @Test
    void a_word_behind_a_full_stop_begins_late_rather_than_fill_the_pause() {
        WindowWords words =
                heard(List.of(piece(" a", 1), piece(".", 1), piece(" b", 1), piece(" c", 1)), 0, 10, 20, 120, 130);
        assertThat(words.words().get(2).startSeconds()).isEqualTo(2.0, within(1e-9));
        assertThat(words.words().get(2).endSeconds()).isEqualTo(2.4, within(1e-9));
    }

    private static Piece piece(String text, int tokens) {
        return new Piece(text, new ArrayList<>(java.util.Collections.nCopies(tokens, 7)));
    }

    /** @param columns at which each token begins, and the end */
    private static WindowWords heard(List<Piece> pieces, int... columns) {
        int width = columns[columns.length - 1] + 10;
        float[] weights = new float[columns.length * width];
        float[] probabilities = new float[columns.length - 1];
        for (int row = 0; row < columns.length; row++) {
            int end = row + 1 < columns.length ? columns[row + 1] : width;
            for (int column = 0; column < width; column++) {
                weights[row * width + column] = column >= columns[row] && column < end ? 1 : -1;
            }
            if (row < probabilities.length) {
                probabilities[row] = columns[row] == 0 && pieces.get(0).tokens().size() == 2 ? 0f : 0.5f;
            }
        }
        return WindowWords.of(pieces, new TokenAlignment(weights, width, probabilities), PUNCTUATION);
    }
}
