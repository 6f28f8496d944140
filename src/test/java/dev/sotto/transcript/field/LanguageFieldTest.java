package dev.sotto.transcript.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sotto.transcript.ChineseScript;
import dev.sotto.transcript.InvalidOption;
import dev.sotto.transcript.Languages;
import dev.sotto.transcript.TranscriptionOptions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LanguageFieldTest {
    private static Optional<String> language(String written) {
        Fields fields = Fields.none().with("language", written);
        return TranscriptionFields.language(fields, TranscriptionOptions.builder())
                .build()
                .language();
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "AUTO", " Auto ", ""})
    void auto_is_detected_as_nothing_is(String written) {
        assertThat(language(written)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"ger, de", "zh-TW, zh", "nb, no", "GERMAN, de"})
    void a_language_is_found_by_code_tag_and_name(String written, String code) {
        assertThat(language(written)).contains(code);
    }

    @Test
    void a_tag_of_chinese_asks_for_a_script() {
        Fields fields = Fields.none().with("language", "zh-TW");
        assertThat(TranscriptionFields.language(fields, TranscriptionOptions.builder())
                        .build()
                        .script())
                .contains(ChineseScript.TRADITIONAL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"per-segment", "per_segment", "Per-Segment"})
    void per_segment_is_detected_for_each_window_which_the_sequential_mode_cannot(String written) {
        Fields fields = Fields.none().with("language", written);
        TranscriptionOptions options = TranscriptionFields.language(fields, TranscriptionOptions.builder())
                .build();
        assertThat(options.language()).isEmpty();
        assertThat(options.languagePerWindow()).isTrue();
        assertThatThrownBy(() -> TranscriptionFields.reference(fields.with("mode", "sequential"))
                        .build())
                .hasMessage("mode 'sequential'; expected batched, which language per-segment needs");
    }

    @Test
    void candidates_are_written_as_one_language_is() {
        Fields fields = Fields.none().with("languages", "[\"de-AT\", \"English\", \"ger\"]");
        assertThat(TranscriptionFields.language(fields, TranscriptionOptions.builder())
                        .build()
                        .languages())
                .containsExactly("de", "en");
        Fields wrong = Fields.none().with("languages", "de,klingon");
        assertThatThrownBy(() -> TranscriptionFields.language(wrong, TranscriptionOptions.builder()))
                .hasMessage("languages 'klingon'; expected %s", Languages.expected());
    }

    @Test
    void another_is_refused_with_the_list_however_long_it_is() {
        assertThatThrownBy(() -> language("k".repeat(60_000)))
                .isInstanceOf(InvalidOption.class)
                .hasMessage("language '%s...'; expected %s", "k".repeat(40), Languages.expected());
    }
}
