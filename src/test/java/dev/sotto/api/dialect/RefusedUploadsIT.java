package dev.sotto.api.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.bus.TranscriptionReply;
import dev.sotto.bus.TranscriptionRequest;
import dev.sotto.testing.MultipartBody;
import dev.sotto.testing.ScriptedTranscriber;
import dev.sotto.testing.TestServer;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Recordings that a server cannot take, or not now, refused in the words of each dialect. */
@Tag("heavy")
@Timeout(60)
class RefusedUploadsIT {
    private static final String SERVER = "/compat/whisper-api-server/v1/audio/transcriptions";
    private static final int LARGE = (1 << 20) + 1;

    @TempDir
    Path home;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "/transcribe | audio_file | 413 | -",
                SERVER + " | file | 413 | {\"detail\":\"File size exceeds maximum allowed size of 1 MB\"}",
                "/api/v1/transcribe/upload | file | 413 | {\"detail\":\"File too large. Maximum size is 1MB\"}",
                "/speech-to-text | file | 422 | -",
                "/asr | audio_file | 413 | ''",
                "/inference | file | 413 | -",
                "/v1/audio/transcriptions | file | 413 | -",
            })
    void file_above_the_limit_is_refused(String path, String field, int status, String body) throws Exception {
        try (TestServer server = TestServer.start(home, Map.of("SOTTO_HTTP_UPLOAD_BYTES_MAX", "1MiB"))) {
            HttpResponse<String> refused = server.post(path, recording(field, LARGE));
            assertThat(refused.statusCode()).as(refused.body()).isEqualTo(status);
            if (body != null) {
                assertThat(refused.body()).isEqualTo(body);
            } else if (path.equals("/speech-to-text")) {
                JsonObject error = new JsonObject(refused.body()).getJsonObject("error");
                assertThat(error.getString("code")).isEqualTo("AUDIO_TOO_LARGE");
                assertThat(error.getString("correlation_id")).startsWith("req_");
            } else if (path.startsWith("/v1")) {
                assertThat(new JsonObject(refused.body()).getJsonObject("error").getString("message"))
                        .isNotBlank();
            } else {
                assertThat(new JsonObject(refused.body()).getString("error")).isNotBlank();
            }
            assertThat(server.uploads()).isEmpty();
        }
    }

    @Test
    void busy_server_is_503_in_the_words_of_whisper_api_server() throws Exception {
        Map<String, String> one =
                Map.of("SOTTO_TRANSCRIPTION_INTERACTIVE_RUNNING_MAX", "1", "SOTTO_TRANSCRIPTION_WAITING_MAX", "1");
        try (TestServer server = TestServer.start(home, one)) {
            Promise<TranscriptionReply> held = Promise.promise();
            server.transcriber.script = request -> held.future();
            CompletableFuture<HttpResponse<String>> first = server.client.sendAsync(
                    recording("file", 20).request(server.uri(SERVER)).build(), HttpResponse.BodyHandlers.ofString());
            TranscriptionRequest running = server.transcriber.requests.poll(20, TimeUnit.SECONDS);
            HttpResponse<String> refused = server.post(SERVER, recording("file", 20));
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.body()).isEqualTo("{\"detail\":\"Server under high load, please try again later\"}");
            assertThat(refused.headers().firstValue("retry-after")).isPresent();
            held.complete(new TranscriptionReply.Succeeded(ScriptedTranscriber.transcript(running)));
            assertThat(first.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        }
    }

    private static MultipartBody recording(String field, int bytes) {
        return new MultipartBody()
                .part("form-data; name=\"%s\"; filename=\"talk.mp3\"".formatted(field), new byte[bytes])
                .field("model", "whisper-1");
    }
}
