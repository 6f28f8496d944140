package dev.sotto.whisper.word;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.transcript.WordOptions;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PunctuationTest {
    private final Punctuation punctuation =
            new Punctuation(WordOptions.DEFAULTS.prependPunctuations(), WordOptions.DEFAULTS.appendPunctuations());

    @Test
    void signs_behind_a_word_are_written_with_it_and_keep_its_times() {
        List<TimedWord> merged = punctuation.merge(words(" Hello", ",", " world", "!", "\""));
        assertThat(merged).extracting(TimedWord::text).containsExactly(" Hello,", "", " world!\"", "", "");
        assertThat(merged).extracting(TimedWord::tokenCount).containsExactly(2, 0, 3, 0, 0);
        assertThat(merged.get(0).endSeconds()).isEqualTo(1);
    }

    @Test
    void an_opening_sign_is_written_with_the_word_behind_it() {
        List<TimedWord> merged = punctuation.merge(words(" say", " “", "yes", " (", " [", "no", ")"));
        assertThat(merged).extracting(TimedWord::text).containsExactly(" say", "", " “yes", "", "", " ( [no)", "");
        assertThat(merged.get(2).startSeconds()).isEqualTo(2);
    }

    @Test
    void a_sign_is_not_taken_by_a_word_that_ends_in_a_blank() {
        assertThat(punctuation.merge(words("a ", ".")))
                .extracting(TimedWord::text)
                .containsExactly("a ", ".");
    }

    @Test
    void signs_of_the_callers_choice_are_merged_and_no_others() {
        List<TimedWord> merged = new Punctuation("", "~").merge(words(" a", "~", " b", "."));
        assertThat(merged).extracting(TimedWord::text).containsExactly(" a~", "", " b", ".");
    }

    @Test
    void nothing_and_one_word_stay_as_they_are() {
        assertThat(punctuation.merge(List.of())).isEmpty();
        assertThat(punctuation.merge(words("."))).extracting(TimedWord::text).containsExactly(".");
    }

    private static List<TimedWord> words(String... texts) {
        List<String> list = Arrays.asList(texts);
        return list.stream()
                .map(text -> new TimedWord(text, 1, list.indexOf(text), list.indexOf(text) + 1, 0.5))
                .toList();
    }
}
