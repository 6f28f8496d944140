package dev.sotto.api.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import dev.sotto.bus.TranscriptionReply;
import dev.sotto.job.JobSpec;
import dev.sotto.testing.MultipartBody;
import dev.sotto.testing.RawReceiver;
import dev.sotto.testing.RawReceiver.Request;
import dev.sotto.testing.TestServer;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Webhooks of transcriptions that callers wait for, and of work that they join, with a real receiver. */
@Tag("heavy")
@Timeout(60)
class WaitingWebhookIT {
    private static final String TRUSTED = "127.0.0.2";
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    @TempDir
    Path home;

    private final BlockingQueue<Request> arrived = new LinkedBlockingQueue<>();
    private RawReceiver receiver;
    private TestServer server;

    @BeforeEach
    void start() throws Exception {
        receiver = new RawReceiver(TRUSTED, 0, (request, out) -> {
            arrived.add(request);
            RawReceiver.answering(200, "", "").answer(request, out);
        });
        server = TestServer.start(
                home,
                Map.of(
                        "SOTTO_HTTP_SHUTDOWN_GRACE",
                        "100ms",
                        "SOTTO_OUTBOUND_PLAIN_HTTP",
                        "true",
                        "SOTTO_OUTBOUND_TRUSTED_CIDRS",
                        TRUSTED + "/32",
                        "SOTTO_OUTBOUND_EXTRA_PORTS",
                        String.valueOf(receiver.port())));
    }

    @AfterEach
    void stop() {
        receiver.close();
        server.close();
    }

    @ParameterizedTest
    @CsvSource({"transcriptions, whisper-1", "translations, org/many"})
    void caller_is_answered_and_the_receiver_told(String operation, String model) throws Exception {
        HttpResponse<String> answer =
                server.post("/v1/audio/" + operation, form(model).field("webhook_secret", SECRET));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("fellow listeners");
        Request request = arrived.poll(20, TimeUnit.SECONDS);
        assertThat(request).as("a request arrives").isNotNull();
        Map<String, List<String>> headers = new TreeMap<>();
        request.headers().forEach((name, value) -> headers.put(name, List.of(value)));
        new Webhook(SECRET).verify(request.body(), HttpHeaders.of(headers, (name, value) -> true));
        assertThat(new JsonObject(request.body()).getJsonObject("data").getString("id"))
                .isEqualTo(answer.headers().firstValue("x-sotto-job-id").orElseThrow());
    }

    @ParameterizedTest
    @CsvSource({"webhook_secret, '', has no place to show one", "webhook_events, nonsense, nonsense"})
    void webhook_that_cannot_be_used_is_refused_and_no_job_is_made(String named, String value, String message) {
        MultipartBody form = form("whisper-1").field(named, value);
        if (!named.equals("webhook_secret")) {
            form.field("webhook_secret", SECRET);
        }
        HttpResponse<String> refused = server.post("/v1/audio/transcriptions", form);
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
        JsonObject error = new JsonObject(refused.body()).getJsonObject("error");
        assertThat(error.getString("param")).isEqualTo(named);
        assertThat(error.getString("message")).contains(message);
        assertThat(new JsonObject(server.get("/v1/jobs").body()).getJsonArray("data"))
                .isEmpty();
    }

    @Test
    void job_that_others_join_tells_a_bounded_number_of_receivers_and_the_one_refused_is_not_kept() {
        server.transcriber.script =
                request -> Promise.<TranscriptionReply>promise().future();
        for (int i = 0; i < JobSpec.ENDPOINTS_MAX; i++) {
            assertThat(server.post("/v1/jobs", joining()).statusCode()).isEqualTo(202);
        }
        HttpResponse<String> refused = server.post("/v1/jobs", joining());
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
        assertThat(new JsonObject(refused.body()).getString("field")).isEqualTo("webhook_url");
        assertThat(new JsonObject(server.get("/v1/jobs").body()).getJsonArray("data"))
                .hasSize(1);
        assertThat(server.blobs()).hasSize(1);
        assertThat(new JsonObject(server.get("/v1/webhooks/endpoints?limit=100").body()).getJsonArray("data"))
                .hasSize(JobSpec.ENDPOINTS_MAX);
    }

    private MultipartBody joining() {
        return form("whisper-1").field("coalesce", "true").field("webhook_secret", SECRET);
    }

    private MultipartBody form(String model) {
        return new MultipartBody()
                .field("model", model)
                .field("webhook_url", "http://%s:%d/hook".formatted(receiver.address(), receiver.port()))
                .file(new byte[] {1, 2, 3});
    }
}
