package dev.sotto.api.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.testing.TestServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What no surface can do anything with is refused, soon and in the surface's own shape, and never as a fault of the server.
 * {@link TestServer} holds each answer against the dialect's contract beside that.
 */
@Tag("heavy")
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class WrongRequestsIT {
    private static final int CASES_MIN = 20;

    @TempDir
    static Path home;

    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start(home, Map.of("SOTTO_FETCH_ENABLED", "true"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** @param taken by this dialect as they are, by their names */
    private static void refused(
            Map<String, HttpRequest.Builder> requests, Set<String> taken, Consumer<HttpResponse<String>> shape) {
        assertThat(requests.size() - taken.size()).isGreaterThanOrEqualTo(CASES_MIN);
        assertThat(requests.keySet()).containsAll(taken);
        SoftAssertions softly = new SoftAssertions();
        requests.forEach((wrong, request) -> softly.check(() -> {
            HttpResponse<String> answer = answered(wrong, request);
            if (taken.contains(wrong)) {
                assertThat(answer.statusCode())
                        .as("%s: %s", wrong, answer.body())
                        .isBetween(200, 299);
            } else {
                assertThat(answer.statusCode())
                        .as("%s: %s", wrong, answer.body())
                        .isBetween(400, 499);
                shape.accept(answer);
            }
        }));
        softly.assertAll();
        assertThat(server.uploads()).isEmpty();
    }

    private static HttpResponse<String> answered(String wrong, HttpRequest.Builder request) {
        try {
            return server.send(request.timeout(Duration.ofSeconds(20)));
        } catch (UncheckedIOException e) {
            throw new AssertionError("%s: no answer".formatted(wrong), e);
        }
    }

    private static JsonObject json(HttpResponse<String> answer) {
        return new JsonObject(answer.body());
    }

    private static void isErrorText(HttpResponse<String> answer) {
        assertThat(json(answer).fieldNames()).containsExactly("error");
        assertThat(json(answer).getString("error")).isNotBlank();
    }

    private static void isDetail(HttpResponse<String> answer) {
        Object detail = json(answer).getValue("detail");
        if (detail instanceof JsonArray list) {
            assertThat(list.getJsonObject(0).fieldNames()).contains("type", "loc", "msg");
        } else {
            assertThat((String) detail).isNotBlank();
        }
    }

    @Test
    void openai() {
        refused(
                WrongRequests.forms(server.uri("/v1/audio/transcriptions"), "file", "temperature"),
                Set.of(),
                answer -> {
                    JsonObject error = json(answer).getJsonObject("error");
                    assertThat(error.fieldNames()).containsExactly("message", "type", "param", "code");
                    assertThat(error.getString("message")).isNotBlank();
                    assertThat(error.getString("type")).isEqualTo("invalid_request_error");
                });
    }

    @Test
    void sotto() {
        refused(WrongRequests.forms(server.uri("/v1/jobs"), "file", "temperature"), Set.of(), answer -> {
            assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
            assertThat(json(answer).fieldNames()).contains("type", "title", "status", "detail", "instance", "code");
            assertThat(json(answer).getInteger("status")).isEqualTo(answer.statusCode());
        });
    }

    @Test
    void whisper_api_service() {
        refused(
                WrongRequests.forms(server.uri("/transcribe"), "audio_file", "temperature"),
                Set.of(),
                WrongRequestsIT::isErrorText);
    }

    @Test
    void whisper_api_server() {
        refused(
                WrongRequests.forms(
                        server.uri("/compat/whisper-api-server/v1/audio/transcriptions"), "file", "temperature"),
                Set.of(),
                WrongRequestsIT::isDetail);
    }

    @Test
    void whisperx_stt() {
        refused(
                WrongRequests.forms(server.uri("/api/v1/transcribe/upload"), "file", "min_speakers"),
                Set.of(),
                WrongRequestsIT::isDetail);
    }

    @Test
    void whisperx_fastapi() {
        refused(
                WrongRequests.forms(server.uri("/speech-to-text"), "file", "beam_size"),
                Set.of(),
                WrongRequestsIT::isDetail);
    }

    @Test
    void insanely_fast_whisper() {
        String url = "\"url\":\"https://127.0.0.1/a.mp3\"";
        List<String> wrong = List.of(
                "\"url\":5",
                "\"url\":\"\"",
                "\"url\":\"ftp://example.org/a.mp3\"",
                "\"url\":\"file:///etc/passwd\"",
                "\"url\":\"https://\"",
                url + ",\"batch_size\":\"many\"",
                url + ",\"language\":5",
                url + ",\"language\":\"klingon\"",
                url + ",\"diarise_audio\":\"perhaps\"",
                url + ",\"is_async\":true",
                url + ",\"webhook\":{}",
                url + ",\"webhook\":\"https://example.org\"",
                url + ",\"webhook\":{\"url\":\"nowhere\"}",
                url + ",\"managed_task_id\":7");
        refused(WrongRequests.objects(server.uri("/"), url, wrong), Set.of(), WrongRequestsIT::isDetail);
    }

    @Test
    void whisper_asr_webservice() {
        refused(
                WrongRequests.forms(server.uri("/asr"), "audio_file", "word_timestamps"),
                Set.of(),
                answer -> assertThat(answer.body()).isEmpty());
    }

    @Test
    void whisper_cpp() {
        refused(
                WrongRequests.forms(server.uri("/inference"), "file", "temperature"),
                Set.of("a language that nobody speaks"),
                WrongRequestsIT::isErrorText);
    }
}
