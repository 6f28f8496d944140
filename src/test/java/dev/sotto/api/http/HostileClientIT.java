package dev.sotto.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sotto.testing.MultipartBody;
import dev.sotto.testing.TestServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that stop, send nonsense, or ask for what no well-meaning one asks for. */
@Tag("heavy")
@Timeout(60)
class HostileClientIT {
    private static final int STREAMS_MAX = 2;
    private static final int BODY_MEBIBYTES = 512;

    @TempDir
    static Path home;

    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start(
                home,
                Map.of(
                        "SOTTO_HTTP_LOG_REQUESTS", "true",
                        "SOTTO_HTTP_IDLE_TIMEOUT", "500ms",
                        "SOTTO_JOBS_STREAMS_MAX", String.valueOf(STREAMS_MAX),
                        "SOTTO_MANAGEMENT_PORT", "0",
                        "SOTTO_HTTP_CORS_ORIGINS", "https://app.example.org",
                        "SOTTO_HTTP_SHUTDOWN_GRACE", "100ms"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void connection_that_is_left_open_after_its_answer_is_closed() throws Exception {
        assertThat(raw("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n")).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void head_of_an_event_stream_holds_none_of_the_streams() {
        String id = waitingJob();
        for (int i = 0; i < STREAMS_MAX + 1; i++) {
            HttpResponse<String> head = server.send(HttpRequest.newBuilder(server.uri("/v1/jobs/" + id + "/events"))
                    .method("HEAD", HttpRequest.BodyPublishers.noBody()));
            assertThat(head.statusCode()).isEqualTo(200);
            assertThat(head.headers().firstValue("content-type")).hasValue("text/event-stream");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/%00",
                "/%ff",
                "/a%0ab",
                "/v1/jobs/%00",
                "/v1/jobs/%2e%2e",
                "/v1/models/%ff",
                "/v1/models/%00",
                "/v1/jobs?limit=%zz",
                "/v1/jobs?after=%ff",
                "/v1/jobs?after=nothing",
                "/v1/jobs?after=job_00000000000000000000000000",
                "/v1/webhooks/endpoints?after=nothing",
                "/v1/webhooks/deliveries?after=nothing",
                "/v1/webhooks/deliveries?limit=99999999999",
                "/v1/jobs/%zz",
                "/%",
                "/v1/jobs/x/events/",
                "*"
            })
    void odd_address_is_refused_in_the_shape_of_all_errors(String path) throws Exception {
        String answer = raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        // An address of no operation is answered as OpenAI does, one of ours with problem details.
        assertThat(answer)
                .containsPattern("^HTTP/1.1 4\\d\\d ")
                .containsAnyOf("invalid_request_error", "urn:sotto:problem:");
    }

    @Test
    void long_file_name_is_not_found() throws Exception {
        String answer = raw("GET /" + "a".repeat(3000) + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assertThat(answer).containsPattern("^HTTP/1.1 404 ");
    }

    @Test
    void range_behind_the_end_of_a_page_is_416() {
        HttpResponse<String> answer =
                server.send(HttpRequest.newBuilder(server.uri("/index.html")).header("Range", "bytes=99999999-"));
        assertThat(answer.statusCode()).isEqualTo(416);
        assertThat(answer.body()).contains("invalid_request_error");
    }

    @Test
    void address_that_is_too_long_is_414() throws Exception {
        assertThat(raw("GET /" + "a".repeat(5000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                .containsPattern("^HTTP/1.[01] 414 ");
    }

    @Test
    void methods_that_clients_invent_are_no_new_numbers() throws Exception {
        assertThat(raw("XYZZY /v1/jobs HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 405 ");
        HttpResponse<String> metrics = server.send(HttpRequest.newBuilder(server.managementUri("/metrics")));
        assertThat(metrics.body()).contains("vertx_http_server").doesNotContain("XYZZY");
    }

    @Test
    void body_of_a_request_that_has_none_is_read_neither_long_nor_far() throws Exception {
        String id = waitingJob();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            String head = "GET /v1/jobs/%s/events HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n";
            socket.getOutputStream().write(head.formatted(id).getBytes(StandardCharsets.US_ASCII));
            byte[] chunk = ("100000\r\n" + "x".repeat(1 << 20) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            assertThatThrownBy(() -> {
                        for (int sent = 0; sent < BODY_MEBIBYTES; sent++) {
                            socket.getOutputStream().write(chunk);
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void body_that_does_not_come_is_not_waited_for() throws Exception {
        String answer =
                raw("POST /v1/webhooks/endpoints/x/rotate HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n{");
        assertThat(answer).startsWith("HTTP/1.1 408 ").contains("urn:sotto:problem:request_too_slow");
    }

    @Test
    void nonsense_is_not_sent_back_at_length() {
        String nonsense = "x".repeat(60_000);
        HttpResponse<String> answer = server.post(
                "/v1/jobs", new MultipartBody().field("model", nonsense).file(new byte[] {1, 2, 3}));
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).hasSizeLessThan(2000).contains("model_not_found");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "retention_seconds=0",
                "expire_after_seconds=0",
                "start_after_seconds=0",
                "start_after_seconds=31622400",
                "priority=9",
                "priority=10",
                "priority=-1",
                "temperature=NaN",
                "temperature=1e400",
                "start_seconds=999999999.999999999",
                "end_seconds=0",
                "beam_size=99999999999",
                "beam_size=0",
                "patience=1e300",
                "length_penalty=-1e300",
                "language=\u0000",
                "hotwords=\u0000",
                "prompt=\u0000",
                "vad_filter=maybe",
                "task=\u0000",
                "chunk_length=0",
                "clip_timestamps=1,2,3",
                "timestamp_granularities[]=word",
                "webhook_headers=null",
                "webhook_url=http://",
                "webhook_url=https://a b/"
            })
    void odd_field_is_taken_or_refused_but_is_no_fault_of_the_server(String field) {
        String[] parts = field.split("=", 2);
        HttpResponse<String> answer = server.post(
                "/v1/jobs",
                new MultipartBody()
                        .field("model", "whisper-1")
                        .field(parts[0], parts[1])
                        .file(new byte[] {1, 2, 3}));
        assertThat(answer.statusCode()).as(answer.body()).isIn(202, 400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[]",
                "1",
                "\"x\"",
                "{\"url\":null}",
                "{\"url\":{}}",
                "{\"url\":\"https://a.example/\",\"headers\":[]}",
                "{\"url\":\"https://a.example/\",\"headers\":\"null\"}",
                "{\"url\":\"https://a.example/\",\"headers\":\"[]\"}",
                "{\"url\":\"https://a.example/\",\"headers\":{\"a\":null,\"b\":{\"c\":[1]}}}",
                "{\"url\":\"https://a.example/\",\"events\":{}}",
                "{\"url\":\"https://a.example/\",\"secret\":5}",
                "{\"url\":\"https://a.example/\",\"result\":1e400}",
                "{\"url\":1e999999999}",
                "\ufeff{}",
                "{\"url\":\"https://a.example/\",\"events\":\",\"}"
            })
    void odd_json_is_taken_or_refused_but_is_no_fault_of_the_server(String body) {
        String id = waitingJob();
        HttpResponse<String> answer = server.send(HttpRequest.newBuilder(server.uri("/v1/jobs/" + id + "/webhooks"))
                .POST(HttpRequest.BodyPublishers.ofString(body)));
        assertThat(answer.statusCode()).as(answer.body()).isIn(201, 400);
        HttpResponse<String> rotated =
                server.send(HttpRequest.newBuilder(server.uri("/v1/webhooks/endpoints/none/rotate"))
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
        assertThat(rotated.statusCode()).as(rotated.body()).isIn(400, 404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/jobs", "/v1/models", "/v1/webhooks/endpoints", "/v1/nothing-here"})
    void no_cache_may_keep_an_answer(String path) {
        assertThat(server.get(path).headers().firstValue("cache-control")).hasValue("no-store");
    }

    @Test
    void page_of_the_server_itself_may_call_it_beside_listed_origins() {
        HttpResponse<String> own = server.send(
                HttpRequest.newBuilder(server.uri("/v1/models")).header("Origin", "http://127.0.0.1:" + server.port()));
        assertThat(own.statusCode()).isEqualTo(200);
    }

    @Test
    void nobody_holds_a_place_with_a_transcription_that_begins_next_year() {
        HttpResponse<String> answer = server.post(
                "/v1/audio/transcriptions",
                new MultipartBody()
                        .field("model", "whisper-1")
                        .field("start_after_seconds", "5000")
                        .file(new byte[] {1, 2, 3}));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("start_after_seconds");
    }

    @Test
    void tests_of_an_endpoint_do_not_pile_up() {
        HttpResponse<String> job = server.post(
                "/v1/jobs",
                new MultipartBody()
                        .field("model", "whisper-1")
                        .field("start_after_seconds", "5000")
                        .field("webhook_url", "https://192.0.2.1/")
                        .file(new byte[] {1, 2, 3}));
        String endpoint = new JsonObject(job.body()).getJsonObject("webhook").getString("id");
        HttpResponse<String> last = null;
        for (int i = 0; i < 50; i++) {
            last = server.send(HttpRequest.newBuilder(server.uri("/v1/webhooks/endpoints/" + endpoint + "/test"))
                    .POST(HttpRequest.BodyPublishers.noBody()));
        }
        assertThat(last.statusCode()).isEqualTo(429);
        assertThat(last.headers().firstValue("retry-after")).isPresent();
    }

    @Test
    void expired_transcription_says_when_to_try_again() {
        HttpResponse<String> answer = server.post(
                "/v1/audio/transcriptions",
                new MultipartBody()
                        .field("model", "whisper-1")
                        .field("expire_after_seconds", "0")
                        .file(new byte[] {1, 2, 3}));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(answer.headers().firstValue("retry-after")).isPresent();
    }

    private static String waitingJob() {
        HttpResponse<String> accepted = server.post(
                "/v1/jobs",
                new MultipartBody()
                        .field("model", "whisper-1")
                        .field("start_after_seconds", "3600")
                        .file(new byte[] {1, 2, 3}));
        return new JsonObject(accepted.body()).getString("id");
    }

    /** Sends raw text and reads until the server closes. */
    private static String raw(String text) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } finally {
            server.forgetConnections(); // as old as this one, they are being closed too
        }
    }
}
