package dev.sotto.job.port;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SearchWordsTest {
    @Test
    void words_are_what_stands_between_blanks_and_titles_are_compared_without_case() {
        SearchWords words = SearchWords.of("  Old\tHouse ﬁne ");
        assertThat(words.title()).isEqualTo("old\thouse fine");
        assertThat(words.words()).containsExactly("Old", "House", "ﬁne");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "-", "\" * \"", "…", "\u0000"})
    void what_has_no_letter_has_no_words(String text) {
        assertThat(SearchWords.of(text).words()).isEmpty();
    }

    @Test
    void quotation_marks_and_control_characters_never_reach_the_index_s_language() {
        assertThat(SearchWords.of("a\" OR \"b NEAR(c\u0000d)").words()).containsExactly("a", "OR", "b", "NEAR(c", "d)");
    }

    @Test
    void no_more_words_are_looked_for_than_the_bound() {
        assertThat(SearchWords.of("w ".repeat(500)).words()).hasSize(SearchWords.WORDS_MAX);
    }

    @Test
    void signs_without_blanks_between_them_are_words_and_are_read_as_they_were_written() {
        assertThat(SearchWords.of("会议").words()).containsExactly("会 议");
        String indexed = SearchWords.indexed("今天的会议 in Berlin.\nสวัสดี");
        assertThat(indexed).contains("会 议").contains("in Berlin.");
        assertThat(SearchWords.readable(indexed)).isEqualTo("今天的会议 in Berlin. สวัสดี");
    }
}
