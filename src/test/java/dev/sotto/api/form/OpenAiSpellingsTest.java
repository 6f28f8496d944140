package dev.sotto.api.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sotto.api.upload.UploadedForm;
import dev.sotto.service.ServedModel;
import dev.sotto.transcript.InvalidOption;
import dev.sotto.transcript.SpeechOptions;
import dev.sotto.transcript.Task;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.transcript.VoiceActivity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiSpellingsTest {
    private static final VoiceActivity QUICK = VoiceActivity.builder()
            .threshold(0.4)
            .padMillis(250)
            .minSilenceMillis(150)
            .build();

    @Test
    void keywords_are_hot_words_with_their_blanks() {
        assertThat(options(Map.of("keywords[]", List.of("New York", "Sotto")))
                        .prompt()
                        .hotwords())
                .hasValue("New York, Sotto");
        assertThat(options(Map.of("keywords", List.of("[\"New York\", \"Sotto\"]")))
                        .prompt()
                        .hotwords())
                .hasValue("New York, Sotto");
        assertThat(options(Map.of("keywords", List.of("[sic], Sotto", "")))
                        .prompt()
                        .hotwords())
                .hasValue("[sic], Sotto");
        assertThat(options(Map.of("keywords", List.of("New York"), "hotwords", List.of("Rome")))
                        .prompt()
                        .hotwords())
                .hasValue("Rome");
    }

    @Test
    void automatic_chunks_change_nothing() {
        assertThat(options(Map.of("chunking_strategy", List.of("auto")))).isEqualTo(options(Map.of()));
        assertThat(options(Map.of("chunking_strategy[type]", List.of("auto")))).isEqualTo(options(Map.of()));
        assertThat(options(Map.of("chunking_strategy", List.of("null")))).isEqualTo(options(Map.of()));
    }

    @Test
    void voice_activity_of_openai_is_read_from_json_and_from_fields() {
        String json =
                "{\"type\": \"server_vad\", \"threshold\": 0.4, \"prefix_padding_ms\": 250, \"silence_duration_ms\":"
                        + " 150}";
        SpeechOptions asJson =
                options(Map.of("chunking_strategy", List.of(json))).speech();
        assertThat(asJson.vadFilter()).hasValue(true);
        assertThat(asJson.activity()).isEqualTo(QUICK);
        assertThat(options(Map.of(
                                "chunking_strategy[type]",
                                List.of("server_vad"),
                                "chunking_strategy[threshold]",
                                List.of("0.4"),
                                "chunking_strategy[prefix_padding_ms]",
                                List.of("250"),
                                "chunking_strategy[silence_duration_ms]",
                                List.of("150")))
                        .speech())
                .isEqualTo(asJson);
    }

    @Test
    void own_fields_count_before_those_of_openai() {
        SpeechOptions speech = options(Map.of(
                        "chunking_strategy[type]",
                        List.of("server_vad"),
                        "chunking_strategy[threshold]",
                        List.of("0.4"),
                        "vad_parameters[threshold]",
                        List.of("0.7"),
                        "vad_filter",
                        List.of("false")))
                .speech();
        assertThat(speech.activity().threshold()).isEqualTo(0.7);
        assertThat(speech.vadFilter()).hasValue(false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"manual", "{\"type\": \"semantic\"}", "{\"threshold\": 0.5}", "{broken", "{}"})
    void other_strategies_are_refused(String strategy) {
        assertThatThrownBy(() -> options(Map.of("chunking_strategy", List.of(strategy))))
                .isInstanceOf(InvalidOption.class)
                .hasMessageContaining("chunking_strategy")
                .hasMessageContaining("auto, or an object whose type is server_vad");
    }

    private static TranscriptionOptions options(Map<String, List<String>> fields) {
        return TranscriptionForm.read(
                        FormFields.of(new UploadedForm(Optional.empty(), fields)),
                        Task.TRANSCRIBE,
                        new ServedModel("many", Instant.EPOCH, "org", true))
                .options();
    }
}
