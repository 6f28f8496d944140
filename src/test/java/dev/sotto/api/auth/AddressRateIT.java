package dev.sotto.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.testing.MultipartBody;
import dev.sotto.testing.TestServer;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Requests of one address are limited, whoever asks. */
@Tag("heavy")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class AddressRateIT {
    private static final String ADMIN = "an-admin-key-that-nobody-guesses";
    private static final String COMPAT = "/compat/";

    @TempDir
    Path home;

    private TestServer start(Map<String, String> settings) throws Exception {
        return TestServer.start(home, settings);
    }

    private static MultipartBody recording() {
        return new MultipartBody().field("model", "whisper-1").file(new byte[10]);
    }

    private static HttpResponse<String> models(TestServer server, String key) {
        return server.send(HttpRequest.newBuilder(server.uri("/v1/models")).header("authorization", "Bearer " + key));
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    /** The status line of a request from another address of this machine. */
    private static String fromElsewhere(TestServer server) throws Exception {
        InetAddress here = InetAddress.getLoopbackAddress();
        InetAddress elsewhere = InetAddress.getByAddress(new byte[] {127, 0, 0, 2});
        try (Socket socket = new Socket(here, server.port(), elsewhere, 0)) {
            socket.getOutputStream()
                    .write("GET /v1/models HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return answer.substring(0, answer.indexOf('\r'));
        }
    }

    @Test
    void an_address_may_send_so_many_requests_and_another_address_as_many() throws Exception {
        try (TestServer server = start(Map.of("SOTTO_HTTP_ADDRESS_RATE", "2/hour"))) {
            assertThat(header(server.get("/v1/models"), "x-ratelimit-remaining-requests"))
                    .isEqualTo("1");
            assertThat(server.get("/v1/models").statusCode()).isEqualTo(200);
            HttpResponse<String> refused = server.get("/v1/models");
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(header(refused, "retry-after")).isEqualTo("120");
            assertThat(header(refused, "x-ratelimit-limit-requests")).isEqualTo("2");
            assertThat(header(refused, "x-ratelimit-remaining-requests")).isEqualTo("0");
            assertThat(header(refused, "x-ratelimit-reset-requests")).matches("[1-9]\\d*s");
            assertThat(server.get("/health").statusCode()).isEqualTo(200);
            assertThat(fromElsewhere(server)).isEqualTo("HTTP/1.1 200 OK");
        }
    }

    @Test
    void keys_of_one_address_count_together_and_wrong_ones_too() throws Exception {
        try (TestServer server = start(Map.of("SOTTO_HTTP_ADDRESS_RATE", "2/hour", "SOTTO_ADMIN_KEY", ADMIN))) {
            assertThat(models(server, "wrong").statusCode()).isEqualTo(401);
            assertThat(models(server, ADMIN).statusCode()).isEqualTo(200);
            assertThat(models(server, ADMIN).statusCode()).isEqualTo(429);
        }
    }

    @Test
    void recordings_beyond_the_limit_are_refused_in_the_shape_of_each_surface_and_reading_is_not() throws Exception {
        Map<String, Consumer<HttpResponse<String>>> shapes = new LinkedHashMap<>();
        shapes.put("/v1/audio/translations", AddressRateIT::isOfOpenAi);
        shapes.put("/v1/jobs", AddressRateIT::isAProblem);
        shapes.put(COMPAT + "whisper-api-service/transcribe", AddressRateIT::hasErrorText);
        shapes.put(COMPAT + "whisper-api-server/v1/audio/transcriptions", AddressRateIT::isOfServer);
        shapes.put(COMPAT + "whisperx-stt/api/v1/transcribe/upload", AddressRateIT::hasDetail);
        shapes.put(COMPAT + "whisperx-fastapi/speech-to-text", AddressRateIT::hasErrorAndDetail);
        shapes.put(COMPAT + "insanely-fast-whisper/", AddressRateIT::hasDetail);
        shapes.put("/asr", AddressRateIT::isEmpty);
        shapes.put("/inference", AddressRateIT::hasErrorText);
        try (TestServer server = start(Map.of("SOTTO_HTTP_ADDRESS_AUDIO_RATE", "1/day"))) {
            assertThat(server.post("/v1/audio/transcriptions", recording()).statusCode())
                    .isEqualTo(200);
            shapes.forEach((path, shape) -> {
                HttpResponse<String> refused = server.post(path, recording());
                assertThat(refused.statusCode()).as(path).isEqualTo(429);
                assertThat(header(refused, "retry-after")).as(path).isEqualTo("120");
                shape.accept(refused);
            });
            assertThat(server.get("/v1/models").statusCode()).isEqualTo(200);
            assertThat(server.transcriber.requests).hasSize(1);
            assertThat(server.uploads()).isEmpty();
        }
    }

    private static HttpResponse<String> webhook(TestServer server, String path) {
        return server.send(HttpRequest.newBuilder(server.uri(path))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"url\":\"https://example.org/done\"}")));
    }

    @Test
    void webhooks_have_a_limit_of_their_own_on_whichever_surface_and_recordings_do_not_count() throws Exception {
        String id = "00000000-0000-7000-8000-000000000000";
        String path = COMPAT + "whisper-api-server/v1/webhooks?task_id=" + id;
        try (TestServer server = start(Map.of("SOTTO_HTTP_ADDRESS_WEBHOOK_RATE", "1/hour"))) {
            assertThat(webhook(server, path).statusCode()).isEqualTo(404);
            HttpResponse<String> refused = webhook(server, path);
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(header(refused, "retry-after")).isEqualTo("120");
            isOfServer(refused);
            HttpResponse<String> ours = webhook(server, "/v1/jobs/job_none/webhooks");
            assertThat(ours.statusCode()).isEqualTo(429);
            isAProblem(ours);
            assertThat(server.post("/v1/audio/transcriptions", recording()).statusCode())
                    .isEqualTo(200);
        }
    }

    private static JsonObject json(HttpResponse<String> answer) {
        return new JsonObject(answer.body());
    }

    private static void isOfOpenAi(HttpResponse<String> answer) {
        assertThat(json(answer).getJsonObject("error").getString("code")).isEqualTo("rate_limit_exceeded");
    }

    private static void isAProblem(HttpResponse<String> answer) {
        assertThat(header(answer, "content-type")).isEqualTo("application/problem+json");
        assertThat(json(answer).getInteger("status")).isEqualTo(429);
    }

    private static void hasErrorText(HttpResponse<String> answer) {
        assertThat(json(answer).fieldNames()).containsExactly("error");
        assertThat(json(answer).getString("error")).startsWith("Too many requests");
    }

    private static void isOfServer(HttpResponse<String> answer) {
        assertThat(answer.body()).isEqualTo("{\"error\":\"Rate limit exceeded\",\"retry_after\":60}");
    }

    private static void hasDetail(HttpResponse<String> answer) {
        assertThat(json(answer).getString("detail")).startsWith("Too many requests");
    }

    private static void hasErrorAndDetail(HttpResponse<String> answer) {
        assertThat(json(answer).getJsonObject("error").getString("message")).startsWith("Too many requests");
        hasDetail(answer);
    }

    private static void isEmpty(HttpResponse<String> answer) {
        assertThat(answer.body()).isEmpty();
    }
}
