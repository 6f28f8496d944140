package dev.sotto.api.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.models.audio.AudioResponseFormat;
import com.openai.models.audio.transcriptions.TranscriptionCreateParams;
import com.openai.models.audio.translations.TranslationCreateParams;
import com.openai.models.models.Model;
import dev.sotto.testing.ScriptedTranscriber;
import dev.sotto.testing.TestServer;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OpenAI's own Java client, unchanged but for its address. */
@Tag("heavy")
class OpenAiClientIT {
    @TempDir
    static Path home;

    private static TestServer server;
    private static OpenAIClient client;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start(home, Map.of());
        client = OpenAIOkHttpClient.builder()
                .baseUrl(server.uri("/v1").toString())
                .apiKey("any")
                .maxRetries(0)
                .build();
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    @Test
    void file_becomes_text() throws Exception {
        Path file = Files.write(home.resolve("größe.wav"), new byte[50_000]);
        var answer = client.audio()
                .transcriptions()
                .create(TranscriptionCreateParams.builder()
                        .file(file)
                        .model("whisper-1")
                        .build());
        assertThat(answer.asTranscription().text()).isEqualTo(ScriptedTranscriber.TEXT.strip());
    }

    @Test
    void stream_without_a_name_becomes_segments() {
        var answer = client.audio()
                .transcriptions()
                .create(stream()
                        .responseFormat(AudioResponseFormat.VERBOSE_JSON)
                        .addTimestampGranularity(TranscriptionCreateParams.TimestampGranularity.SEGMENT)
                        .build())
                .asVerbose();
        assertThat(answer.language()).isEqualTo("english");
        assertThat(answer.duration()).isEqualTo(4.75);
        assertThat(answer.segments().orElseThrow()).singleElement().satisfies(segment -> assertThat(segment.text())
                .isEqualTo(ScriptedTranscriber.TEXT));
    }

    @Test
    void text_format_becomes_text() {
        var answer = client.audio()
                .transcriptions()
                .create(stream().responseFormat(AudioResponseFormat.TEXT).build());
        assertThat(answer.asTranscription().text()).isEqualTo(ScriptedTranscriber.TEXT.strip() + "\n");
    }

    @Test
    void text_comes_while_it_is_decoded() {
        StringBuilder text = new StringBuilder();
        StringBuilder whole = new StringBuilder();
        try (var events =
                client.audio().transcriptions().createStreaming(stream().build())) {
            events.stream().forEach(event -> {
                event.transcriptTextDelta().ifPresent(delta -> text.append(delta.delta()));
                event.transcriptTextDone().ifPresent(done -> whole.append(done.text()));
            });
        }
        assertThat(text).hasToString(ScriptedTranscriber.TEXT.strip());
        assertThat(whole).hasToString(ScriptedTranscriber.TEXT.strip());
    }

    @Test
    void translation_becomes_text_and_models_are_found() {
        var answer = client.audio()
                .translations()
                .create(TranslationCreateParams.builder()
                        .file(new ByteArrayInputStream(new byte[200_000]))
                        .model("org/many")
                        .build());
        assertThat(answer.asTranslation().text()).isEqualTo(ScriptedTranscriber.TEXT.strip());
        assertThat(client.models().list().data()).extracting(Model::id).contains("whisper-1", "org/many");
        assertThat(client.models().retrieve("org/many").ownedBy()).isEqualTo("org");
    }

    @Test
    void errors_arrive_with_code_and_param() {
        assertThatThrownBy(() -> client.audio()
                        .transcriptions()
                        .create(stream().model("huge").build()))
                .isInstanceOfSatisfying(NotFoundException.class, e -> {
                    assertThat(e.code()).hasValue("model_not_found");
                    assertThat(e.param()).hasValue("model");
                    assertThat(e.type()).hasValue("invalid_request_error");
                });
        assertThatThrownBy(() -> client.audio()
                        .transcriptions()
                        .create(stream()
                                .addTimestampGranularity(TranscriptionCreateParams.TimestampGranularity.WORD)
                                .build()))
                .isInstanceOfSatisfying(
                        BadRequestException.class, e -> assertThat(e.param()).hasValue("timestamp_granularities"));
    }

    private static TranscriptionCreateParams.Builder stream() {
        return TranscriptionCreateParams.builder()
                .file(new ByteArrayInputStream(new byte[200_000]))
                .model("whisper-1");
    }
}
