package dev.sotto.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sotto.bus.TranscriptionReply;
import dev.sotto.bus.TranscriptionRequest;
import dev.sotto.fault.FaultCode;
import dev.sotto.testing.MultipartBody;
import dev.sotto.testing.RawReceiver;
import dev.sotto.testing.ScriptedTranscriber;
import dev.sotto.testing.TestServer;
import dev.sotto.whisper.slot.ClassLoad;
import dev.sotto.whisper.slot.EngineLoad;
import dev.sotto.whisper.slot.EngineTotals;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

@Tag("heavy")
class ManagementIT {
    private static final String TRANSCRIPTIONS = "/v1/audio/transcriptions";
    private static final String RECEIVER = "127.0.0.2";
    private static final int SERIES_MAX = 600;

    @TempDir
    Path home;

    private TestServer server;

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void without_a_port_nothing_listens() throws Exception {
        server = TestServer.start(home, Map.of());
        assertThat(server.managementPort()).isEmpty();
    }

    @Test
    void server_is_alive_while_it_loads_and_ready_when_it_has() throws Exception {
        start(Map.of());
        server.transcriber.isReady = false;
        assertHealth("/health/live", 200, "event-loop");
        assertHealth("/health/started", 503, "engine");
        assertHealth("/health/ready", 503, "engine");
        server.transcriber.isReady = true;
        assertHealth("/health/started", 200);
        assertHealth("/health/ready", 200);
        assertThat(get("/health/ready").body()).contains("\"store\"", "\"disk\"", "free_bytes", "not-stopping");
    }

    @Test
    void disk_without_room_makes_it_not_ready_but_alive() throws Exception {
        start(Map.of("SOTTO_HTTP_UPLOAD_FREE_BYTES_MIN", "1024GiB"));
        assertHealth("/health/ready", 503, "disk");
        assertHealth("/health/live", 200, "event-loop");
    }

    @Test
    void store_that_another_program_locks_makes_it_not_ready_until_it_is_free() throws Exception {
        start(Map.of());
        assertHealth("/health/ready", 200, "store");
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + home.resolve("data/store/sotto.db"));
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            eventually(() -> get("/health/ready").statusCode() == 503);
            assertHealth("/health/ready", 503, "store");
            assertHealth("/health/live", 200, "event-loop");
            statement.execute("ROLLBACK");
        }
        eventually(() -> get("/health/ready").statusCode() == 200);
    }

    @Test
    void server_that_stops_is_alive_but_not_ready_until_it_is_gone() throws Exception {
        start(Map.of("SOTTO_HTTP_SHUTDOWN_GRACE", "60s"));
        Promise<TranscriptionReply> held = Promise.promise();
        server.transcriber.script = request -> held.future();
        assertThat(server.post("/v1/jobs", form(1000)).statusCode()).isEqualTo(202);
        TranscriptionRequest running = server.transcriber.requests.take();
        HttpRequest live =
                HttpRequest.newBuilder(server.managementUri("/health/live")).build();
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::close);
        eventually(() -> get("/health/ready").statusCode() == 503);
        assertHealth("/health/ready", 503, "not-stopping");
        assertHealth("/health/live", 200, "event-loop");
        assertThat(stopped).isNotDone();
        held.complete(new TranscriptionReply.Succeeded(ScriptedTranscriber.transcript(running)));
        stopped.get(30, TimeUnit.SECONDS);
        assertThatThrownBy(() -> server.client.send(live, HttpResponse.BodyHandlers.ofString()))
                .isInstanceOf(IOException.class);
        server = null;
    }

    @Test
    void nothing_else_is_there_and_what_is_there_is_only_read() throws Exception {
        start(Map.of());
        assertThat(get("/").statusCode()).isEqualTo(404);
        assertThat(get("/v1/models").statusCode()).isEqualTo(404);
        HttpResponse<String> posted = server.send(
                HttpRequest.newBuilder(server.managementUri("/metrics")).POST(HttpRequest.BodyPublishers.noBody()));
        assertThat(posted.statusCode()).isEqualTo(405);
    }

    @Test
    void draining_is_for_programs_of_the_machine_itself() throws Exception {
        start(Map.of("SOTTO_MANAGEMENT_HOST", "0.0.0.0"));
        assertThat(get("/drain").body()).isEqualTo("{\"state\":\"serving\",\"handed_back\":0}");
        for (String header : List.of("origin", "sec-fetch-site", "x-forwarded-for")) {
            assertThat(drain("127.0.0.1", "", header).statusCode()).as(header).isEqualTo(403);
        }
        assertThat(drain("127.0.0.1", "?limit_seconds=soon", "x-none").body())
                .isEqualTo("limit_seconds 'soon'; expected seconds from 0 to 86400.\n");
        assertThat(drain("127.0.0.1", "?limit_seconds=86401", "x-none").statusCode())
                .isEqualTo(400);
        Optional<InetAddress> outer = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .findFirst();
        if (outer.isPresent()) {
            assertThat(drain(outer.get().getHostAddress(), "", "x-none").statusCode())
                    .isEqualTo(403);
        }
        assertThat(get("/drain").body()).contains("serving");
        assertHealth("/health/ready", 200);
        assertThat(drain("127.0.0.1", "", "x-none").statusCode()).isEqualTo(202);
        eventually(() -> get("/drain").body().contains("drained"));
        assertHealth("/health/ready", 503, "not-draining");
    }

    private HttpResponse<String> drain(String host, String query, String header) {
        return server.send(HttpRequest.newBuilder(URI.create("http://%s:%d/drain%s"
                        .formatted(host, server.managementPort().orElseThrow(), query)))
                .header(header, "x")
                .POST(HttpRequest.BodyPublishers.noBody()));
    }

    @Test
    void what_happened_is_counted() throws Exception {
        start(Map.of("SOTTO_HTTP_UPLOAD_BYTES_MAX", "1MiB"));
        assertThat(post(1000).statusCode()).isEqualTo(200);
        server.transcriber.script = request ->
                Future.succeededFuture(new TranscriptionReply.Failed(FaultCode.INVALID_MEDIA, "no recording"));
        assertThat(post(1000).statusCode()).isEqualTo(400);
        assertThat(post(2 << 20).statusCode()).isEqualTo(413);
        HttpRequest.Builder text =
                HttpRequest.newBuilder(server.uri(TRANSCRIPTIONS)).POST(HttpRequest.BodyPublishers.ofString("{}"));
        assertThat(server.send(text).statusCode()).isEqualTo(415);
        eventually(() -> metrics()
                .contains("sotto_jobs_total{error_code=\"invalid_media\",outcome=\"failed\",surface=\"openai\"} 1.0"));
        assertThat(metrics())
                .contains("sotto_jobs_total{error_code=\"none\",outcome=\"succeeded\",surface=\"openai\"} 1.0")
                .contains("sotto_media_failures_total{code=\"invalid_media\"} 1.0")
                .contains("sotto_uploads_total{outcome=\"accepted\"} 2.0")
                .contains("sotto_uploads_total{outcome=\"too_large\"} 1.0")
                .contains("sotto_uploads_total{outcome=\"wrong_type\"} 1.0")
                .contains("sotto_job_run_seconds_count 1")
                .contains("sotto_job_real_time_factor_count 1")
                .containsPattern("sotto_upload_bytes_total [1-9]")
                .contains("sotto_queue_jobs{class=\"bulk\",state=\"due\"}")
                .contains("sotto_queue_oldest_age_seconds{class=\"interactive\"}")
                .contains("sotto_disk_free_bytes", "sotto_process_resident_bytes", "sotto_build{version=\"1.2.3\"} 1.0")
                .contains("jvm_memory_used_bytes", "process_files_open_files", "process_uptime_seconds")
                .contains("vertx_http_server_requests_total");
    }

    @Test
    void no_number_is_registered_twice() throws Exception {
        Logger meters = (Logger) LoggerFactory.getLogger("io.micrometer.core.instrument.MeterRegistry");
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        meters.addAppender(log);
        meters.setLevel(Level.DEBUG); // only the first of a process is a warning
        try {
            start(Map.of());
            for (int i = 0; i < 3; i++) {
                assertThat(post(100 + i).statusCode()).isEqualTo(200);
                assertHealth("/health/live", 200, "event-loop");
            }
            assertThat(metrics()).contains("sotto_http_requests_active", "sotto_http_connections_active");
            assertThat(texts(log)).isEmpty();
        } finally {
            meters.setLevel(null);
            meters.detachAppender(log);
        }
    }

    @Test
    void attempts_at_webhooks_are_counted_by_their_outcome() throws Exception {
        try (RawReceiver receiver = new RawReceiver(RECEIVER, 0, RawReceiver.answering(200, "", ""))) {
            start(Map.of(
                    "SOTTO_OUTBOUND_PLAIN_HTTP",
                    "true",
                    "SOTTO_OUTBOUND_TRUSTED_CIDRS",
                    RECEIVER + "/32",
                    "SOTTO_OUTBOUND_EXTRA_PORTS",
                    String.valueOf(receiver.port())));
            String url = "http://%s:%d/".formatted(RECEIVER, receiver.port());
            assertThat(server.post(
                                    "/v1/jobs",
                                    new MultipartBody()
                                            .field("model", "whisper-1")
                                            .field("webhook_url", url)
                                            .file(new byte[1000]))
                            .statusCode())
                    .isEqualTo(202);
            eventually(() -> metrics().contains("sotto_webhook_deliveries_total{outcome=\"delivered\"} 1.0"));
        }
    }

    @Test
    void engine_is_watched() throws Exception {
        start(Map.of());
        server.transcriber.engine =
                new EngineLoad(2, 8, new ClassLoad(3, 0), new ClassLoad(2, 4), EngineTotals.ofTokens(1234));
        assertThat(metrics())
                .contains("sotto_engine_models 2.0")
                .contains("sotto_engine_slots 8.0")
                .contains("sotto_engine_slots_busy{class=\"interactive\"} 3.0")
                .contains("sotto_engine_slots_busy{class=\"bulk\"} 2.0")
                .contains("sotto_engine_windows_waiting{class=\"interactive\"} 0.0")
                .contains("sotto_engine_windows_waiting{class=\"bulk\"} 4.0")
                .contains("sotto_engine_tokens_total 1234.0");
    }

    @Test
    void numbers_stay_few_and_name_no_job_and_no_file() throws Exception {
        start(Map.of());
        for (int i = 0; i < 5; i++) {
            assertThat(post(100 + i).statusCode()).isEqualTo(200);
            server.get("/v1/models/unknown-" + i);
        }
        List<String> series =
                metrics().lines().filter(line -> !line.startsWith("#")).toList();
        assertThat(series).hasSizeLessThan(SERIES_MAX).noneMatch(line -> line.contains("unknown-"));
        assertThat(series).noneMatch(line -> line.matches(".*job_[0-9a-z]{26}.*"));
    }

    @Test
    void log_leads_from_each_request_to_its_job_and_holds_neither_text_nor_secret() throws Exception {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        root.addAppender(log);
        Level level = root.getLevel();
        root.setLevel(Level.INFO); // as the product has it
        try {
            start(Map.of("SOTTO_HTTP_LOG_REQUESTS", "true", "SOTTO_JOBS_RETRY_WAIT", "1ms"));
            HttpRequest.Builder request = new MultipartBody()
                    .field("model", "whisper-1")
                    .field("prompt", "the-prompt-of-a-person")
                    .file(new byte[1000])
                    .request(server.uri(TRANSCRIPTIONS + "?token=in-the-query"))
                    .header("Authorization", "Bearer sk-live-0123456789-secret");
            HttpResponse<String> answer = server.send(request);
            assertThat(answer.body()).contains(ScriptedTranscriber.TEXT.strip());
            server.transcriber.script = asked -> Future.failedFuture("a fault of ours");
            HttpResponse<String> failed = post(1000);
            assertThat(failed.statusCode()).isEqualTo(500);
            eventually(() -> requestLines(log).size() >= 2);
            assertThat(texts(log))
                    .contains(id(answer, "x-request-id") + " makes job " + id(answer, "x-sotto-job-id"))
                    .anyMatch(text -> text.startsWith("job " + id(answer, "x-sotto-job-id") + " succeeded: "))
                    .anyMatch(text -> text.startsWith("job " + id(failed, "x-sotto-job-id") + " dead: internal, "));
            JsonObject line = requestLines(log).get(0);
            assertThat(line.getString("request")).isEqualTo(id(answer, "x-request-id"));
            assertThat(line.getString("path")).isEqualTo(TRANSCRIPTIONS);
            assertThat(line.getInteger("status")).isEqualTo(200);
            assertThat(line.getLong("bytes_in")).isGreaterThan(1000);
            assertThat(texts(log))
                    .noneMatch(text -> text.contains("fellow listeners"))
                    .noneMatch(text -> text.contains("the-prompt-of-a-person"))
                    .noneMatch(text -> text.contains("secret"))
                    .noneMatch(text -> text.contains("in-the-query"));
        } finally {
            root.detachAppender(log);
            root.setLevel(level);
        }
    }

    private static String id(HttpResponse<String> answer, String header) {
        return answer.headers().firstValue(header).orElseThrow();
    }

    private void start(Map<String, String> settings) throws Exception {
        Map<String, String> all = new HashMap<>(settings);
        all.put("SOTTO_MANAGEMENT_PORT", "0");
        server = TestServer.start(home, all);
    }

    private HttpResponse<String> post(int bytes) {
        return server.post(TRANSCRIPTIONS, form(bytes));
    }

    private static MultipartBody form(int bytes) {
        return new MultipartBody().field("model", "whisper-1").file(new byte[bytes]);
    }

    private HttpResponse<String> get(String path) {
        return server.send(HttpRequest.newBuilder(server.managementUri(path)));
    }

    private String metrics() {
        HttpResponse<String> answer = get("/metrics");
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    /** @param down the checks that fail, or for 200 any that must be listed */
    private void assertHealth(String path, int status, String... down) {
        HttpResponse<String> answer = get(path);
        assertThat(answer.statusCode()).as("%s: %s", path, answer.body()).isEqualTo(status);
        JsonArray checks = new JsonObject(answer.body()).getJsonArray("checks");
        for (String id : down) {
            assertThat(checks.stream().map(JsonObject.class::cast))
                    .anyMatch(check -> check.getString("id").equals(id)
                            && check.getString("status").equals(status == 200 ? "up" : "down"));
        }
    }

    /** Of the log so far. */
    private static List<JsonObject> requestLines(ListAppender<ILoggingEvent> log) {
        return texts(log).stream()
                .filter(text -> Pattern.matches("\\{\"event\":\"request\".*", text))
                .map(JsonObject::new)
                .toList();
    }

    /** What a person would read, stack traces included. */
    private static List<String> texts(ListAppender<ILoggingEvent> log) {
        List<String> texts = new ArrayList<>();
        for (ILoggingEvent event : List.copyOf(log.list)) {
            texts.add(event.getFormattedMessage());
            if (event.getThrowableProxy() != null) {
                texts.add(String.valueOf(event.getThrowableProxy().getMessage()));
            }
        }
        return texts;
    }

    private static void eventually(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
