package dev.sotto.api.sotto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.standardwebhooks.Webhook;
import dev.sotto.testing.Eventually;
import dev.sotto.testing.MultipartBody;
import dev.sotto.testing.RawReceiver;
import dev.sotto.testing.RawReceiver.Behaviour;
import dev.sotto.testing.RawReceiver.Request;
import dev.sotto.testing.TestServer;
import dev.sotto.webhook.sign.SignatureCheck;
import dev.sotto.webhook.sign.SignatureForm;
import dev.sotto.webhook.sign.SigningSecret;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
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

/** Webhooks from submission to receiver: real HTTP on both sides, the real store, the real dispatcher. */
@Tag("heavy")
@Timeout(60)
class WebhooksIT {
    private static final String TRUSTED = "127.0.0.2";
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    @TempDir
    Path home;

    private final BlockingQueue<Request> arrived = new LinkedBlockingQueue<>();
    private volatile Behaviour behaviour = RawReceiver.answering(200, "", "thanks");
    private RawReceiver receiver;
    private RawReceiver other;
    private RawReceiver inside;
    private TestServer server;

    @BeforeEach
    void start() throws Exception {
        receiver = new RawReceiver(TRUSTED, 0, (request, out) -> {
            Behaviour now = behaviour; // as it was when the request came
            arrived.add(request);
            now.answer(request, out);
        });
        other = new RawReceiver(TRUSTED, 0, RawReceiver.answering(200, "", ""));
        inside = new RawReceiver("127.0.0.1", 0, RawReceiver.answering(200, "", "secret"));
        Map<String, String> settings = new HashMap<>(Map.of("SOTTO_OUTBOUND_PLAIN_HTTP", "true"));
        settings.put("SOTTO_OUTBOUND_TRUSTED_CIDRS", TRUSTED + "/32");
        settings.put("SOTTO_OUTBOUND_EXTRA_PORTS", receiver.port() + "," + other.port() + "," + inside.port());
        settings.put("SOTTO_HTTP_SHUTDOWN_GRACE", "100ms");
        server = TestServer.start(home, settings);
    }

    @AfterEach
    void stop() {
        receiver.close();
        other.close();
        inside.close();
        server.close();
    }

    @Test
    void end_of_a_job_arrives_signed_with_its_result_and_a_link_to_it() throws Exception {
        JsonObject job = submit(form().field("webhook_url", url(receiver, "/hook?token=x"))
                .field("webhook_secret", SECRET)
                .field("webhook_headers", "{\"Authorization\":\"Bearer abc\"}")
                .field("webhook_include_result", "true"));
        assertThat(job.getJsonObject("webhook").getString("url")).isEqualTo(url(receiver, "/hook?..."));
        assertThat(job.getJsonObject("webhook").containsKey("secret")).isFalse();
        Request request = arrival();
        new Webhook(SECRET).verify(request.body(), headers(request));
        assertThat(request.line()).startsWith("POST /hook?token=x ");
        assertThat(request.headers()).containsEntry("authorization", "Bearer abc");
        JsonObject body = new JsonObject(request.body());
        assertThat(body.getString("type")).isEqualTo("transcription.completed");
        JsonObject data = body.getJsonObject("data");
        assertThat(data.getDouble("duration")).isEqualTo(4.75);
        assertThat(data.getString("id")).isEqualTo(job.getString("id"));
        assertThat(data.getString("status")).isEqualTo("succeeded");
        assertThat(data.getJsonObject("result").getString("text")).contains("fellow listeners");
        assertThat(data.getJsonObject("result").getJsonArray("segments")).hasSize(1);
        String path = data.getString("result_url").replace("http://127.0.0.1:" + server.port(), "");
        assertThat(path).startsWith("/v1/jobs/");
        assertThat(server.get(path).body()).contains("fellow listeners");

        JsonObject delivery = delivered(job.getString("id"));
        assertThat(delivery.getString("webhook_id")).isEqualTo(request.headers().get("webhook-id"));
        JsonObject log = json(server.get("/v1/webhooks/deliveries/" + delivery.getString("id")));
        assertThat(log.getString("body")).isEqualTo(request.body());
        assertThat(log.getJsonArray("attempts").getJsonObject(0).getString("response_head"))
                .isEqualTo("thanks");
    }

    @Test
    void secret_made_here_is_shown_once_and_verifies() throws Exception {
        JsonObject webhook =
                submit(form().field("webhook_url", url(receiver, "/"))).getJsonObject("webhook");
        Request request = arrival();
        new Webhook(webhook.getString("secret")).verify(request.body(), headers(request));
        assertThat(new JsonObject(request.body()).getJsonObject("data").containsKey("result"))
                .isFalse();
        assertThat(json(server.get("/v1/webhooks/endpoints/" + webhook.getString("id")))
                        .containsKey("secret"))
                .isFalse();
    }

    @Test
    void older_form_is_signed_as_its_receivers_expect() throws Exception {
        submit(form().field("webhook_url", url(receiver, "/"))
                .field("webhook_signature", "body_hex")
                .field("webhook_secret", "my secret"));
        Request request = arrival();
        assertThat(new SignatureCheck(SignatureForm.BODY_HEX, SigningSecret.freeText("my secret"))
                        .accepts(request.headers(), request.body().getBytes(StandardCharsets.UTF_8), Instant.now()))
                .isTrue();
    }

    @Test
    void webhook_registered_after_the_end_is_delivered_at_once() throws Exception {
        String id = ended(submit(form()));
        HttpResponse<String> added = post(
                "/v1/jobs/" + id + "/webhooks",
                new JsonObject().put("url", url(receiver, "/late")).put("secret", SECRET));
        assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
        new Webhook(SECRET).verify(arrival().body(), headers(receiver.requests().get(0)));
        assertThat(delivered(id).getString("endpoint")).isEqualTo(json(added).getString("id"));
    }

    @Test
    void failing_receiver_is_asked_again_with_the_same_id() throws Exception {
        behaviour = RawReceiver.answering(500, "", "later");
        String id = submit(form().field("webhook_url", url(receiver, "/")).field("webhook_secret", SECRET))
                .getString("id");
        Request first = arrival();
        behaviour = RawReceiver.answering(200, "", "");
        Request second = arrival();
        assertThat(second.headers().get("webhook-id")).isEqualTo(first.headers().get("webhook-id"));
        assertThat(second.body()).isEqualTo(first.body());
        new Webhook(SECRET).verify(second.body(), headers(second));
        assertThat(delivered(id).getInteger("attempt_count")).isEqualTo(2);
    }

    @Test
    void gone_disables_the_endpoint_until_it_is_enabled_and_the_delivery_is_replayed() throws Exception {
        behaviour = RawReceiver.answering(410, "", "");
        JsonObject job = submit(form().field("webhook_url", url(receiver, "/")));
        Request first = arrival();
        JsonObject gone = delivery(job.getString("id"), "gone");
        String replay = "/v1/webhooks/deliveries/" + gone.getString("id") + "/replay";
        String endpoint = "/v1/webhooks/endpoints/" + gone.getString("endpoint");
        assertThat(json(server.get(endpoint)).getString("disabled_reason")).isEqualTo("gone");
        HttpResponse<String> refused = post(replay, new JsonObject());
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("endpoint_disabled");

        behaviour = RawReceiver.answering(200, "", "");
        assertThat(post(endpoint + "/enable", new JsonObject()).statusCode()).isEqualTo(200);
        assertThat(post(replay, new JsonObject()).statusCode()).isEqualTo(202);
        assertThat(arrival().headers().get("webhook-id"))
                .isEqualTo(first.headers().get("webhook-id"));
        assertThat(delivered(job.getString("id")).getInteger("attempt_count")).isEqualTo(2);
    }

    @Test
    void redirect_is_not_followed() throws Exception {
        behaviour = RawReceiver.answering(302, "location: " + url(inside, "/latest/meta-data"), "");
        String id = submit(form().field("webhook_url", url(receiver, "/"))).getString("id");
        arrival();
        JsonObject delivery = Eventually.get(
                        () -> deliveries(id),
                        found -> !found.isEmpty() && found.get(0).getInteger("attempt_count") == 1)
                .get(0);
        JsonObject log = json(server.get("/v1/webhooks/deliveries/" + delivery.getString("id")));
        assertThat(log.getJsonArray("attempts").getJsonObject(0).getString("outcome"))
                .isEqualTo("redirected");
        assertThat(inside.connections()).isZero();
    }

    @Test
    void private_address_is_refused_and_sees_nothing() {
        String id = submit(form().field("webhook_url", url(inside, "/"))).getString("id");
        JsonObject delivery = Eventually.get(
                        () -> deliveries(id),
                        found -> !found.isEmpty() && found.get(0).getInteger("attempt_count") == 1)
                .get(0);
        JsonObject log = json(server.get("/v1/webhooks/deliveries/" + delivery.getString("id")));
        assertThat(log.getJsonArray("attempts").getJsonObject(0).getString("outcome"))
                .isEqualTo("address_refused");
        assertThat(inside.connections()).isZero();
    }

    @Test
    void receiver_that_never_answers_delays_no_other() throws Exception {
        behaviour = (request, out) -> receiver.closed();
        for (int i = 0; i < 3; i++) {
            submit(form().field("webhook_url", url(receiver, "/" + i)));
        }
        arrival();
        String id = submit(form().field("webhook_url", url(other, "/"))).getString("id");
        assertThat(delivered(id).getInteger("attempt_count")).isEqualTo(1);
    }

    @Test
    void test_is_sent_once_and_after_a_rotation_both_secrets_verify() throws Exception {
        JsonObject endpoint = submit(
                        form().field("webhook_url", url(receiver, "/")).field("webhook_secret", SECRET))
                .getJsonObject("webhook");
        arrival();
        String path = "/v1/webhooks/endpoints/" + endpoint.getString("id");
        HttpResponse<String> rotated = post(path + "/rotate", new JsonObject().put("overlap_seconds", 60));
        String fresh = json(rotated).getString("secret");
        assertThat(fresh).startsWith("whsec_").isNotEqualTo(SECRET);
        assertThat(post(path + "/test", new JsonObject()).statusCode()).isEqualTo(202);
        Request test = arrival();
        assertThat(new JsonObject(test.body()).getString("type")).isEqualTo("webhook.test");
        for (String secret : List.of(SECRET, fresh)) {
            assertThatCode(() -> new Webhook(secret).verify(test.body(), headers(test)))
                    .doesNotThrowAnyException();
        }
        assertThat(post(path + "/disable", new JsonObject()).statusCode()).isEqualTo(200);
        assertThat(post(path + "/test", new JsonObject()).statusCode()).isEqualTo(409);
    }

    @Test
    void cancelled_job_tells_those_who_want_to_hear_it() throws Exception {
        server.transcriber.script = server.transcriber::untilStopped;
        String running = submit(form()).getString("id");
        server.transcriber.requests.take();
        String id = submit(form().field("start_after_seconds", "600")
                        .field("webhook_url", url(receiver, "/"))
                        .field("webhook_events", "transcription.cancelled"))
                .getString("id");
        String silent = submit(form().field("start_after_seconds", "600")
                        .field("webhook_url", url(other, "/"))
                        .field("webhook_events", "transcription.completed, transcription.failed"))
                .getString("id");
        post("/v1/jobs/" + id + "/cancel", new JsonObject());
        post("/v1/jobs/" + silent + "/cancel", new JsonObject());
        JsonObject body = new JsonObject(arrival().body());
        assertThat(body.getString("type")).isEqualTo("transcription.cancelled");
        assertThat(body.getJsonObject("data").getString("status")).isEqualTo("cancelled");
        assertThat(deliveries(silent)).isEmpty();
        assertThat(running).isNotEmpty();
    }

    @Test
    void lists_go_on_page_by_page() {
        for (int i = 0; i < 3; i++) {
            delivered(submit(form().field("webhook_url", url(other, "/" + i))).getString("id"));
        }
        for (String path : List.of("/v1/webhooks/deliveries", "/v1/webhooks/endpoints")) {
            JsonObject first = json(server.get(path + "?limit=2"));
            assertThat(first.getJsonArray("data")).hasSize(2);
            assertThat(first.getBoolean("has_more")).isTrue();
            JsonObject second = json(server.get(path + "?limit=2&after=" + first.getString("last_id")));
            assertThat(second.getJsonArray("data")).hasSize(1);
            assertThat(second.getBoolean("has_more")).isFalse();
        }
        assertThat(json(server.get("/v1/webhooks/deliveries?status=pending")).getJsonArray("data"))
                .isEmpty();
        assertThat(server.get("/v1/webhooks/deliveries?status=lost").statusCode())
                .isEqualTo(400);
        assertThat(server.get("/v1/webhooks/deliveries?limit=0").statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "webhook_url | ftp://one.example/ | webhook_url",
                "webhook_url | https://user:pass@one.example/ | webhook_url",
                "webhook_url | https://one.example:22/ | webhook_url",
                "webhook_secret | hello | webhook_url",
                "webhook_signature | md5 | webhook_signature",
                "webhook_signature | body_hex | webhook_secret",
                "webhook_secret | whsec_AAAA | webhook_secret",
                "webhook_headers | [1] | webhook_headers",
                "webhook_headers | {\"host\":\"evil\"} | webhook_headers",
                "webhook_events | transcription.started | webhook_events",
                "webhook_include_result | maybe | webhook_include_result",
                "webhook_form | body_hex | webhook_form",
                "keep_seconds | 5 | keep_seconds"
            })
    void field_that_cannot_be_used_is_named_and_no_job_is_made(String field, String value, String named) {
        MultipartBody form = form().field(field, value);
        if (!named.equals("webhook_url")) {
            form.field("webhook_url", url(receiver, "/"));
        }
        HttpResponse<String> refused = server.post("/v1/jobs", form);
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
        assertThat(json(refused).getString("field")).isEqualTo(named);
        assertThat(json(server.get("/v1/jobs")).getJsonArray("data")).isEmpty();
        assertThat(server.uploads()).isEmpty();
    }

    @Test
    void bodies_that_are_no_objects_or_too_large_are_refused() {
        String id = submit(form()).getString("id");
        String path = "/v1/jobs/" + id + "/webhooks";
        assertThat(send(path, "[]").statusCode()).isEqualTo(400);
        assertThat(send(path, "{").statusCode()).isEqualTo(400);
        assertThat(send(path, "{}").statusCode()).isEqualTo(400);
        assertThat(send(path, "{\"url\":\"https://a.example\",\"uri\":\"x\"}").statusCode())
                .isEqualTo(400);
        HttpResponse<String> renamed = send(path, "{\"url\":\"https://a.example\",\"result\":true}");
        assertThat(renamed.statusCode()).isEqualTo(400);
        assertThat(renamed.body()).contains("result was renamed; use include_result.");
        assertThat(send(path, "{\"url\":\"" + "x".repeat(70_000) + "\"}").statusCode())
                .isEqualTo(413);
        assertThat(send("/v1/jobs/job_nobody/webhooks", "{\"url\":\"" + url(receiver, "/") + "\"}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(send("/v1/webhooks/endpoints/whe_x/test", "").statusCode()).isEqualTo(404);
        assertThat(send("/v1/webhooks/deliveries/dlv_x/replay", "").statusCode())
                .isEqualTo(404);
    }

    private static MultipartBody form() {
        return new MultipartBody().field("model", "whisper-1").file(new byte[] {1, 2, 3});
    }

    private JsonObject submit(MultipartBody form) {
        HttpResponse<String> accepted = server.post("/v1/jobs", form);
        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
        return json(accepted);
    }

    private String ended(JsonObject job) {
        String id = job.getString("id");
        Eventually.get(
                () -> json(server.get("/v1/jobs/" + id)).getString("status"), status -> status.equals("succeeded"));
        return id;
    }

    private Request arrival() throws InterruptedException {
        Request request = arrived.poll(20, TimeUnit.SECONDS);
        assertThat(request).as("a request arrives").isNotNull();
        return request;
    }

    private List<JsonObject> deliveries(String job) {
        return json(server.get("/v1/jobs/" + job + "/deliveries")).getJsonArray("data").stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    private JsonObject delivered(String job) {
        return delivery(job, "delivered");
    }

    private JsonObject delivery(String job, String status) {
        return Eventually.get(() -> deliveries(job), found -> found.stream()
                        .anyMatch(delivery -> delivery.getString("status").equals(status)))
                .get(0);
    }

    private HttpResponse<String> post(String path, JsonObject body) {
        return send(path, body.encode());
    }

    private HttpResponse<String> send(String path, String body) {
        return server.send(HttpRequest.newBuilder(server.uri(path))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static String url(RawReceiver receiver, String path) {
        String host = receiver.address();
        return "http://%s:%d%s".formatted(host, receiver.port(), path);
    }

    private static JsonObject json(HttpResponse<String> response) {
        return new JsonObject(response.body());
    }

    private static HttpHeaders headers(Request request) throws IOException {
        Map<String, List<String>> lists = new TreeMap<>();
        request.headers().forEach((name, value) -> lists.put(name, List.of(value)));
        return HttpHeaders.of(lists, (name, value) -> true);
    }
}
