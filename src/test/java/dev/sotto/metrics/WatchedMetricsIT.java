package dev.sotto.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sotto.bus.TranscriptionReply;
import dev.sotto.fault.FaultCode;
import dev.sotto.testing.Eventually;
import dev.sotto.testing.MultipartBody;
import dev.sotto.testing.RawReceiver;
import dev.sotto.testing.ScriptedTranscriber;
import dev.sotto.testing.TestServer;
import dev.sotto.transcript.RecordingStage;
import io.vertx.core.Future;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that has worked says every number that the alert rules and the dashboard ask for. */
@Tag("heavy")
class WatchedMetricsIT {
    private static final Path HOME = Path.of(System.getProperty("sotto.home", "."));
    private static final String RECEIVER = "127.0.0.2";
    private static final int SERIES_MAX = 600;
    private static final Pattern LABELS = Pattern.compile("\\{[^}]*}|\\b(by|on)\\b ?\\([^)]*\\)|\"[^\"]*\"");
    private static final Pattern METRIC = Pattern.compile("\\b(sotto|vertx|jvm|process|system)_[a-z_]+\\b");
    private static final Pattern EXPRESSION = Pattern.compile("(?s)expr: (.*?)\\n +(?:for|labels):");

    @TempDir
    Path home;

    @Test
    void a_scrape_of_a_server_that_has_worked_has_all_that_rules_and_dashboard_ask_for() throws Exception {
        try (RawReceiver receiver = new RawReceiver(RECEIVER, 0, RawReceiver.answering(200, "", ""));
                TestServer server = TestServer.start(home, settings(receiver))) {
            work(server, "http://%s:%d/".formatted(RECEIVER, receiver.port()));
            Set<String> asked = asked();
            assertThat(asked).hasSizeGreaterThan(30);
            String scrape =
                    Eventually.get(() -> scrape(server), text -> names(text).containsAll(asked));
            assertThat(scrape.lines().filter(line -> !line.startsWith("#")))
                    .hasSizeLessThan(SERIES_MAX)
                    .noneMatch(line -> line.contains(RECEIVER));
            assertThat(scrape)
                    .containsPattern("sotto_job_stage_seconds_count\\{stage=\"media\"} [1-9]")
                    .contains("sotto_http_request_seconds_bucket{status=\"2xx\",le=\"900.0\"}");
        }
    }

    private static Map<String, String> settings(RawReceiver receiver) {
        return Map.of(
                "SOTTO_MANAGEMENT_PORT", "0",
                "SOTTO_JOBS_RETRY_WAIT", "1ms",
                "SOTTO_OUTBOUND_PLAIN_HTTP", "true",
                "SOTTO_OUTBOUND_TRUSTED_CIDRS", RECEIVER + "/32",
                "SOTTO_OUTBOUND_EXTRA_PORTS", String.valueOf(receiver.port()));
    }

    /** One job of each end: done at once, done at the second try, and refused for its recording. */
    private static void work(TestServer server, String url) throws Exception {
        AtomicInteger tries = new AtomicInteger();
        server.transcriber.script = request -> {
            request.listener().stage(RecordingStage.MEDIA, Duration.ofMillis(20));
            return switch (tries.incrementAndGet()) {
                case 1 ->
                    Future.succeededFuture(new TranscriptionReply.Succeeded(ScriptedTranscriber.transcript(request)));
                case 2 ->
                    Future.succeededFuture(new TranscriptionReply.Failed(FaultCode.INVALID_MEDIA, "no recording"));
                case 3 -> Future.failedFuture("a fault of ours");
                default ->
                    Future.succeededFuture(new TranscriptionReply.Succeeded(ScriptedTranscriber.transcript(request)));
            };
        };
        for (int i = 1; i <= 3; i++) {
            server.send(new MultipartBody()
                    .field("model", "whisper-1")
                    .field("webhook_url", url)
                    .file(new byte[1000 + i])
                    .request(server.uri("/v1/jobs")));
            int begun = i;
            Eventually.get(tries::get, count -> count >= begun);
        }
    }

    private static String scrape(TestServer server) {
        return server.send(HttpRequest.newBuilder(server.managementUri("/metrics")))
                .body();
    }

    private static Set<String> names(String scrape) {
        return scrape.lines()
                .filter(Predicate.not(line -> line.startsWith("#")))
                .map(line -> line.replaceFirst("[{ ].*", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> asked() throws Exception {
        StringBuilder expressions = new StringBuilder();
        String rules = Files.readString(HOME.resolve("src/main/deploy/prometheus/sotto.rules.yaml"));
        EXPRESSION.matcher(rules).results().forEach(found -> expressions
                .append(found.group(1))
                .append('\n'));
        JsonNode dashboard =
                new ObjectMapper().readTree(Files.readString(HOME.resolve("src/main/deploy/grafana/sotto.json")));
        dashboard
                .findValues("expr")
                .forEach(found -> expressions.append(found.asText()).append('\n'));
        Matcher matcher = METRIC.matcher(LABELS.matcher(expressions).replaceAll(" "));
        Set<String> all = new TreeSet<>();
        while (matcher.find()) {
            all.add(matcher.group());
        }
        return all;
    }
}
