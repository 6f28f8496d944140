package dev.sotto.api.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sotto.api.upload.UploadedForm;
import dev.sotto.fault.FaultCode;
import dev.sotto.fault.FaultException;
import dev.sotto.service.ServedModel;
import dev.sotto.service.ServedModels;
import dev.sotto.transcript.Task;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EnglishOnlyFormTest {
    private static final ServedModel ENGLISH = new ServedModel("tiny.en", Instant.EPOCH, "openai", false);
    private static final ServedModel MANY = new ServedModel("base", Instant.EPOCH, "openai", true);

    @Test
    void another_language_is_refused_with_the_installed_model_that_knows_it() {
        assertRefused(
                Task.TRANSCRIBE,
                "deu",
                List.of(ENGLISH, MANY),
                "language",
                "The model `whisper-1` knows only English and cannot transcribe 'de'; use base.");
        assertRefused(
                Task.TRANSLATE,
                "",
                List.of(ENGLISH, MANY),
                "model",
                "The model `whisper-1` knows only English and cannot translate; use base.");
    }

    @Test
    void where_no_model_knows_it_the_refusal_says_how_to_get_one() {
        assertRefused(
                Task.TRANSCRIBE,
                "de",
                List.of(ENGLISH),
                "language",
                "The model `whisper-1` knows only English and cannot transcribe 'de'; install a multilingual one, such as"
                        + " base, with 'sotto pull base'.");
    }

    @Test
    void english_is_taken_by_any_of_its_names() {
        for (String name : List.of("en", "en-US", "eng", "English", "auto", "")) {
            assertThat(read(Task.TRANSCRIBE, name, List.of(ENGLISH)).model()).isEqualTo(ENGLISH);
        }
    }

    private static void assertRefused(
            Task task, String language, List<ServedModel> models, String field, String message) {
        assertThatThrownBy(() -> read(task, language, models)).isInstanceOfSatisfying(FaultException.class, e -> {
            assertThat(e.fault().message()).isEqualTo(message);
            assertThat(e.fault().code()).isEqualTo(FaultCode.UNSUPPORTED_VALUE);
            assertThat(e.fault().field()).contains(field);
        });
    }

    private static TranscriptionForm read(Task task, String language, List<ServedModel> models) {
        UploadedForm form = new UploadedForm(
                Optional.empty(), Map.of("model", List.of("whisper-1"), "language", List.of(language)));
        return TranscriptionForm.withoutFile(form, task, new ServedModels(models, Map.of("whisper-1", "tiny.en")));
    }
}
