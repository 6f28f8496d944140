package dev.sotto.api.sotto;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.bus.TranscriptionReply;
import dev.sotto.testing.Eventually;
import dev.sotto.testing.MultipartBody;
import dev.sotto.testing.RawReceiver;
import dev.sotto.testing.RawReceiver.Behaviour;
import dev.sotto.testing.ScriptedTranscriber;
import dev.sotto.testing.TestServer;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Jobs that name a URL: a real host on one side, the real store and a scripted worker on the other. */
@Tag("heavy")
@Timeout(60)
class FetchIT {
    private static final String TRUSTED = "127.0.0.2";

    @TempDir
    Path home;

    private volatile Behaviour behaviour = RawReceiver.answering(200, "", "a recording");
    private final CountDownLatch asked = new CountDownLatch(1);
    private RawReceiver host;
    private RawReceiver inside;
    private TestServer server;

    private final Map<String, String> settings = new HashMap<>();

    @BeforeEach
    void start() throws Exception {
        host = new RawReceiver(TRUSTED, 0, (request, out) -> {
            asked.countDown();
            behaviour.answer(request, out);
        });
        inside = new RawReceiver("127.0.0.1", 0, RawReceiver.answering(200, "", "secret"));
        settings.put("SOTTO_FETCH_ENABLED", "true");
        settings.put("SOTTO_FETCH_BYTES_MAX", "1000");
        settings.put("SOTTO_OUTBOUND_PLAIN_HTTP", "true");
        settings.put("SOTTO_OUTBOUND_TRUSTED_CIDRS", TRUSTED);
        settings.put("SOTTO_OUTBOUND_EXTRA_PORTS", host.port() + "," + inside.port());
        settings.put("SOTTO_JOBS_RETRY_WAIT", "1ms");
        settings.put("SOTTO_HTTP_SHUTDOWN_GRACE", "100ms");
        server = TestServer.start(home, settings);
    }

    @AfterEach
    void stop() {
        server.close();
        host.close();
        inside.close();
    }

    @Test
    void recording_is_fetched_and_transcribed_and_nothing_of_it_is_left() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        server.transcriber.script = request -> {
            heard.add(read(ScriptedTranscriber.file(request)));
            return Future.succeededFuture(new TranscriptionReply.Succeeded(ScriptedTranscriber.transcript(request)));
        };
        JsonObject job = json(submit(url(host, "/a.mp3?token=hidden")));
        assertThat(job.getString("work")).isEqualTo("fetch");
        assertThat(job.encode()).doesNotContain("hidden");
        JsonObject ended = ended(job.getString("id"));
        assertThat(ended.getString("status")).isEqualTo("succeeded");
        assertThat(heard.poll(1, TimeUnit.SECONDS)).isEqualTo("a recording");
        assertThat(host.requests().get(0).line()).startsWith("GET /a.mp3?token=hidden ");
        assertThat(host.requests().get(0).headers()).containsEntry("accept-encoding", "identity");
        assertThat(left()).isEmpty();
        Eventually.get(server::blobs, List::isEmpty);
    }

    @Test
    void url_is_refused_where_nothing_is_fetched() throws Exception {
        server.close();
        server = TestServer.start(home, Map.of());
        HttpResponse<String> refused = submit("https://one.example/a.mp3");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("fetch.enabled").contains("\"url\"");
    }

    @Test
    void one_of_file_and_url_must_be_given() {
        HttpResponse<String> both =
                server.post("/v1/jobs", form().field("url", url(host, "/")).file(new byte[] {1}));
        assertThat(both.statusCode()).isEqualTo(400);
        HttpResponse<String> none = server.post("/v1/jobs", form());
        assertThat(none.statusCode()).isEqualTo(400);
        assertThat(submit("file:///etc/passwd").statusCode()).isEqualTo(400);
        assertThat(submit("http://" + TRUSTED + ":22/").statusCode()).isEqualTo(400);
        assertThat(server.uploads()).isEmpty();
    }

    @Test
    void redirect_to_a_private_address_is_refused_and_not_tried_again() {
        behaviour = RawReceiver.answering(302, "location: " + url(inside, "/latest/meta-data"), "");
        JsonObject job = ended(json(submit(url(host, "/"))).getString("id"));
        assertFailed(job, "failed", "fetch_refused");
        assertThat(inside.connections()).isZero();
        assertThat(job.getInteger("attempt")).isEqualTo(1);
    }

    @Test
    void private_address_is_refused_before_a_job_is_made() {
        HttpResponse<String> refused = submit(url(inside, "/"));
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
        assertThat(json(refused).getString("detail")).contains("address not allowed");
        assertThat(inside.connections()).isZero();
    }

    @Test
    void name_of_a_private_address_is_told_as_a_name_that_nobody_has() {
        String tail = ":%d/".formatted(inside.port());
        JsonObject inner = ended(json(submit("http://localhost" + tail)).getString("id"));
        JsonObject unknown = ended(json(submit("http://nobody.invalid" + tail)).getString("id"));
        assertFailed(inner, "dead", "fetch_failed");
        assertFailed(unknown, "dead", "fetch_failed");
        assertThat(inner.getInteger("attempt")).isEqualTo(unknown.getInteger("attempt"));
        assertThat(inner.getJsonObject("error").getString("message").replace("localhost", "nobody.invalid"))
                .isEqualTo(unknown.getJsonObject("error").getString("message"));
        assertThat(inside.connections()).isZero();
    }

    @Test
    void neither_port_of_this_server_is_ever_asked() throws Exception {
        server.close();
        settings.put("SOTTO_MANAGEMENT_PORT", "0");
        settings.put("SOTTO_OUTBOUND_TRUSTED_CIDRS", "127.0.0.0/8");
        server = TestServer.start(home, settings);
        int management = server.managementPort().orElseThrow();
        int api = server.port();
        server.close();
        settings.put("SOTTO_MANAGEMENT_PORT", String.valueOf(management));
        settings.put("SOTTO_HTTP_PORT", String.valueOf(api));
        settings.put("SOTTO_OUTBOUND_EXTRA_PORTS", management + "," + api);
        server = TestServer.start(home, settings);
        for (String path : List.of(":%d/metrics".formatted(management), ":%d/openapi.yaml".formatted(api))) {
            JsonObject job = ended(json(submit("http://127.0.0.1" + path)).getString("id"));
            assertFailed(job, "failed", "fetch_refused");
        }
    }

    @Test
    void answer_that_there_is_nothing_is_final() {
        behaviour = RawReceiver.answering(404, "", "no");
        assertFailed(ended(json(submit(url(host, "/"))).getString("id")), "failed", "fetch_denied");
        assertThat(host.requests()).hasSize(1);
    }

    @Test
    void body_that_ends_early_is_fetched_again_and_then_given_up() throws Exception {
        behaviour = (request, out) ->
                out.write("HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\nabc".getBytes(StandardCharsets.US_ASCII));
        JsonObject job = ended(json(submit(url(host, "/"))).getString("id"));
        assertFailed(job, "dead", "fetch_incomplete");
        assertThat(host.requests()).hasSize(3);
        assertThat(left()).isEmpty();
    }

    @Test
    void attempts_together_receive_no_more_than_one_recording_may_have() throws Exception {
        server.close();
        settings.put("SOTTO_FETCH_BYTES_MAX", "64MiB");
        server = TestServer.start(home, settings);
        behaviour = (request, out) -> { // more than what buffers on the way hold: most of it was received
            String head = "HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n".formatted(60 << 20);
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < 40; i++) {
                out.write(new byte[1 << 20]);
            }
        };
        JsonObject job = ended(json(submit(url(host, "/"))).getString("id"));
        assertFailed(job, "failed", "media_limit_exceeded");
        assertThat(job.getJsonObject("error").getString("message")).contains("All attempts", "67108864 bytes");
        assertThat(host.requests()).hasSize(2);
        assertThat(left()).isEmpty();
    }

    @Test
    void attempts_together_take_no_longer_than_one_fetch_may() throws Exception {
        server.close();
        settings.put("SOTTO_FETCH_TIMEOUT", "1s");
        server = TestServer.start(home, settings);
        behaviour = (request, out) -> host.closed();
        JsonObject job = ended(json(submit(url(host, "/"))).getString("id"));
        assertFailed(job, "dead", "time_limit_exceeded");
        assertThat(host.requests()).hasSize(1);
    }

    @Test
    void fault_that_passes_is_tried_again() {
        behaviour = RawReceiver.answering(503, "", "");
        String id = json(submit(url(host, "/"))).getString("id");
        Eventually.get(() -> host.requests().size(), count -> count > 0);
        behaviour = RawReceiver.answering(200, "", "a recording");
        assertThat(ended(id).getString("status")).isEqualTo("succeeded");
    }

    @Test
    void body_over_the_limit_is_not_stored() throws Exception {
        behaviour = (request, out) -> {
            out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.write(new byte[5000]);
        };
        assertFailed(ended(json(submit(url(host, "/"))).getString("id")), "failed", "media_limit_exceeded");
        assertThat(left()).isEmpty();
    }

    @Test
    void empty_body_is_an_empty_file() throws Exception {
        behaviour = RawReceiver.answering(200, "", "");
        assertFailed(ended(json(submit(url(host, "/"))).getString("id")), "failed", "empty_file");
        assertThat(left()).isEmpty();
    }

    @Test
    void cancelling_ends_a_fetch_that_stalls() throws Exception {
        behaviour = (request, out) -> {
            out.write("HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\nabc".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            host.closed();
        };
        String id = json(submit(url(host, "/"))).getString("id");
        assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
        server.send(HttpRequest.newBuilder(server.uri("/v1/jobs/" + id + "/cancel"))
                .POST(HttpRequest.BodyPublishers.noBody()));
        assertThat(ended(id).getString("status")).isEqualTo("cancelled");
        assertThat(left()).isEmpty();
    }

    @Test
    void fetch_has_its_own_time_and_is_not_taken_for_work_that_stalls() throws Exception {
        server.close();
        settings.put("SOTTO_JOBS_LEASE", "1s");
        settings.put("SOTTO_JOBS_STALL_TIMEOUT", "1s");
        server = TestServer.start(home, settings);
        behaviour = (request, out) -> {
            TimeUnit.SECONDS.sleep(2); // a slow host
            RawReceiver.answering(200, "", "a recording").answer(request, out);
        };
        JsonObject job = ended(json(submit(url(host, "/"))).getString("id"));
        assertThat(job.getString("status")).as(job.encode()).isEqualTo("succeeded");
        assertThat(job.getInteger("attempt"))
                .as("one to fetch, one to transcribe")
                .isEqualTo(2);
    }

    private static MultipartBody form() {
        return new MultipartBody().field("model", "whisper-1");
    }

    private HttpResponse<String> submit(String url) {
        return server.post("/v1/jobs", form().field("url", url));
    }

    private JsonObject ended(String id) {
        return Eventually.get(() -> json(server.get("/v1/jobs/" + id)), job -> job.getValue("ended_at") != null);
    }

    private static void assertFailed(JsonObject job, String status, String code) {
        assertThat(job.getString("status")).as(job.encode()).isEqualTo(status);
        assertThat(job.getJsonObject("error").getString("code")).isEqualTo(code);
    }

    private List<Path> left() throws IOException {
        try (Stream<Path> files = Files.list(home.resolve("data/fetching"))) {
            return files.toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String url(RawReceiver receiver, String path) {
        return "http://%s:%d%s".formatted(receiver.address(), receiver.port(), path);
    }

    private static JsonObject json(HttpResponse<String> response) {
        return new JsonObject(response.body());
    }
}
