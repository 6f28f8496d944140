package dev.sotto.api.dialect.whisperxfastapi;

import static dev.sotto.api.dialect.whisperxfastapi.TaskClient.assertError;
import static dev.sotto.api.dialect.whisperxfastapi.TaskClient.form;
import static dev.sotto.api.dialect.whisperxfastapi.TaskClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.testing.MultipartBody;
import dev.sotto.testing.TestServer;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with a request, as both generations of whisperX-FastAPI tell it. */
@Tag("heavy")
@Timeout(60)
class WrongTasksIT {
    @TempDir
    Path home;

    private TestServer server;
    private TaskClient client;

    @BeforeEach
    void start() throws Exception {
        server = TestServer.start(home, Map.of("SOTTO_FETCH_ENABLED", "true", "SOTTO_HTTP_SHUTDOWN_GRACE", "100ms"));
        client = new TaskClient(server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "device=tpu                  | device                | enum",
                "compute_type=int4           | compute_type          | enum",
                "task=summarize              | task                  | enum",
                "interpolate_method=cubic    | interpolate_method    | enum",
                "batch_size=many             | batch_size            | int_parsing",
                "chunk_size=1.5              | chunk_size            | int_parsing",
                "threads=x                   | threads               | int_parsing",
                "device_index=-              | device_index          | int_parsing",
                "beam_size=two               | beam_size             | int_parsing",
                "beam_size=99                | beam_size             | value_error",
                "best_of=0                   | best_of               | value_error",
                "beam_size=2&patience=lots   | patience              | float_parsing",
                "beam_size=2&patience=0      | patience              | value_error",
                "length_penalty=3            | length_penalty        | value_error",
                "temperatures=2              | temperatures          | value_error",
                "temperatures=hot            | temperatures          | float_parsing",
                "no_speech_threshold=a       | no_speech_threshold   | float_parsing",
                "suppress_tokens=a,b         | suppress_tokens       | int_parsing",
                "suppress_numerals=perhaps   | suppress_numerals     | bool_parsing",
                "return_char_alignments=2    | return_char_alignments | bool_parsing",
                "vad_onset=2                 | vad_onset             | value_error",
                "vad_offset=x                | vad_offset            | float_parsing",
                "min_speakers=few            | min_speakers          | int_parsing",
                "min_speakers=3&max_speakers=2 | min_speakers        | value_error",
                "callback_url=not-a-url      | callback_url          | url_parsing",
                "callback_url=ftp://a/b      | callback_url          | url_scheme",
            })
    void a_wrong_parameter_is_told_in_the_list_of_fastapi(String query, String name, String type) {
        HttpResponse<String> refused = server.post("/speech-to-text?" + query, form("audio_en.mp3"));
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(422);
        JsonObject entry = json(refused).getJsonArray("detail").getJsonObject(0);
        assertThat(entry.getString("type")).isEqualTo(type);
        assertThat(entry.getJsonArray("loc")).containsExactly("query", name);
        assertThat(server.uploads()).isEmpty();
    }

    @Test
    void what_else_is_wrong_has_a_code_and_a_detail() {
        assertError(server.post("/speech-to-text", form("notes.txt")), 400, "UNSUPPORTED_FILE_EXTENSION");
        assertThat(json(server.post("/service/transcribe", form("notes.txt"))).getString("detail"))
                .startsWith("Invalid file extension for file notes.txt. Allowed: {");
        assertError(server.post("/speech-to-text?language=xx", form("a.mp3")), 422, "INVALID_LANGUAGE_CODE");
        assertError(server.post("/speech-to-text?model=large-v3", form("a.mp3")), 422, "MODEL_LOAD_ERROR");
        assertError(
                server.post(
                        "/speech-to-text",
                        new MultipartBody().part("form-data; name=\"file\"; filename=\"\"", new byte[] {1})),
                422,
                "FILE_VALIDATION_ERROR");
        assertError(
                client.send(
                        "/speech-to-text-url",
                        "application/x-www-form-urlencoded",
                        "url=" + URLEncoder.encode("http://127.0.0.1:1/a.mp3", StandardCharsets.UTF_8)),
                422,
                "SSRF_BLOCKED");
        for (String address :
                List.of("https://10.0.0.1/a.mp3", "https://[::1]/a.mp3", "https://169.254.169.254/latest")) {
            assertError(
                    client.send(
                            "/speech-to-text-url",
                            "application/json",
                            new JsonObject().put("url", address).encode()),
                    422,
                    "SSRF_BLOCKED");
        }
        HttpResponse<String> german = server.post("/speech-to-text?language=de", form("a.mp3"));
        assertThat(german.statusCode()).isEqualTo(422);
        assertThat(json(german).getJsonArray("detail").getJsonObject(0).getJsonArray("loc"))
                .containsExactly("query", "language");
        HttpResponse<String> unknown = server.post("/speech-to-text?model=large-v3", form("a.mp3"));
        assertThat(json(unknown).getJsonObject("error").getString("correlation_id"))
                .isEqualTo(unknown.headers().firstValue("x-request-id").orElseThrow());
        HttpResponse<String> blocked = server.post("/speech-to-text?callback_url=http://127.0.0.1:1/", form("a.mp3"));
        assertThat(blocked.statusCode()).isEqualTo(422);
        assertThat(blocked.body()).isEqualTo("{\"detail\":\"The provided callback URL is not allowed.\"}");
        HttpResponse<String> none = server.post("/speech-to-text", new MultipartBody().field("a", "b"));
        assertThat(none.statusCode()).isEqualTo(422);
        assertThat(none.body()).contains("\"missing\"").contains("\"file\"");
        HttpResponse<String> noUrl = client.send("/speech-to-text-url", "application/x-www-form-urlencoded", "");
        assertThat(noUrl.statusCode()).isEqualTo(422);
        assertThat(noUrl.body()).contains("\"missing\"").contains("\"url\"");
        assertThat(client.send("/speech-to-text-url", "application/x-www-form-urlencoded", "url=%zz")
                        .statusCode())
                .isEqualTo(400);
        assertThat(client.send("/speech-to-text-url", "application/json", "{").statusCode())
                .isEqualTo(400);
        assertThat(server.get("/speech-to-text").statusCode()).isEqualTo(405);
    }

    @Test
    void parameters_that_count_for_nothing_are_named() {
        HttpResponse<String> named = server.post(
                "/speech-to-text?temprature=0.5&beam_size=2&suppress_tokens=-1,5",
                form("a.mp3").field("langauge", "en"));
        assertThat(named.statusCode()).isEqualTo(200);
        assertThat(named.headers().firstValue("x-sotto-ignored-fields")).hasValue("langauge, temprature");
    }

    @Test
    void the_id_of_a_request_may_be_its_callers() {
        HttpResponse<String> named =
                server.send(HttpRequest.newBuilder(server.uri("/task/nothing")).header("x-request-id", "my-request.7"));
        assertThat(named.headers().firstValue("x-request-id")).hasValue("my-request.7");
        assertThat(json(named).getJsonObject("error").getString("correlation_id"))
                .isEqualTo("my-request.7");
        HttpResponse<String> odd =
                server.send(HttpRequest.newBuilder(server.uri("/task/nothing")).header("x-request-id", "a b"));
        assertThat(odd.headers().firstValue("x-request-id").orElseThrow()).startsWith("req_");
    }
}
