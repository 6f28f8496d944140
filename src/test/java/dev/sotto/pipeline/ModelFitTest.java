package dev.sotto.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sotto.testing.ScriptedEngine;
import dev.sotto.transcript.PromptOptions;
import dev.sotto.transcript.Task;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.transcript.Warning;
import dev.sotto.transcript.WarningCode;
import dev.sotto.transcript.WordOptions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ModelFitTest {
    private static final TranscriptionOptions WORDS = TranscriptionOptions.builder()
            .words(WordOptions.builder().timestamps(true).build())
            .build();

    private final ScriptedEngine english = ScriptedEngine.ofShippedModel();

    @Test
    void an_english_only_model_that_is_asked_for_more_names_the_way_out() {
        TranscriptionOptions german =
                TranscriptionOptions.builder().language("de").build();
        assertThatThrownBy(() -> ModelFit.check(german, english))
                .hasMessage(
                        "language 'de' was asked of a model that knows English only; use a multilingual model, such as"
                                + " base, which 'sotto pull base' fetches");
        TranscriptionOptions translate =
                TranscriptionOptions.builder().task(Task.TRANSLATE).build();
        assertThatThrownBy(() -> ModelFit.check(translate, english)).hasMessageContaining("'sotto pull base' fetches");
    }

    @Test
    void an_english_only_model_says_so_unless_english_was_asked_for() {
        List<Warning> warnings = ModelFit.warnings(TranscriptionOptions.DEFAULTS, english);
        assertThat(warnings).extracting(Warning::code).containsExactly(WarningCode.ENGLISH_ONLY_MODEL);
        assertThat(warnings.get(0).message())
                .contains("'sotto pull base' fetches")
                .contains("language=en");
        assertThat(ModelFit.warnings(
                        TranscriptionOptions.builder().language("en").build(), english))
                .isEmpty();
        assertThat(ModelFit.warnings(TranscriptionOptions.DEFAULTS, multilingual(Optional.empty())))
                .isEmpty();
    }

    @Test
    void wrong_alignment_heads_are_told_of_where_words_get_times() {
        ScriptedEngine engine = multilingual(Optional.of("generation_config.json: a head of alignment_heads is 9"));
        assertThat(ModelFit.warnings(WORDS, engine))
                .extracting(Warning::code)
                .containsExactly(WarningCode.DEFAULT_ALIGNMENT_HEADS);
        assertThat(ModelFit.warnings(WORDS, engine).get(0).message()).contains("a head of alignment_heads is 9");
        assertThat(ModelFit.warnings(TranscriptionOptions.DEFAULTS, engine)).isEmpty();
        assertThat(ModelFit.warnings(WORDS, multilingual(Optional.empty()))).isEmpty();
    }

    @Test
    void hot_words_that_are_cut_are_told_of() {
        TranscriptionOptions many = TranscriptionOptions.builder()
                .prompt(PromptOptions.builder().hotwords("word ".repeat(300)).build())
                .build();
        assertThat(ModelFit.warnings(many, multilingual(Optional.empty())))
                .extracting(Warning::code)
                .containsExactly(WarningCode.HOTWORDS_CUT);
    }

    private ScriptedEngine multilingual(Optional<String> alignmentFault) {
        return english.multilingual(Map.of("en", 1, "de", 2), alignmentFault);
    }
}
