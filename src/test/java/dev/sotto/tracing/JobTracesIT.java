package dev.sotto.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sotto.bus.JobNews;
import dev.sotto.bus.TranscriptionReply;
import dev.sotto.fault.FaultCode;
import dev.sotto.job.FairShare;
import dev.sotto.job.Job;
import dev.sotto.job.JobId;
import dev.sotto.job.JobPolicy;
import dev.sotto.job.JobRules;
import dev.sotto.job.JobSpec;
import dev.sotto.job.Tenant;
import dev.sotto.job.WorkKind;
import dev.sotto.testing.Eventually;
import dev.sotto.testing.MultipartBody;
import dev.sotto.testing.ScriptedTranscriber;
import dev.sotto.testing.StandInCollector;
import dev.sotto.testing.TestServer;
import dev.sotto.transcript.RecordingStage;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import io.vertx.core.Future;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What a real collector's protocol brings of jobs that a real server ran. */
@Tag("heavy")
class JobTracesIT {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final int QUEUE_MAX = 2_048;
    private static final String CALLER = "00f067aa0ba902b7";

    @TempDir
    Path home;

    private StandInCollector collector;
    private TestServer server;

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
        if (collector != null) {
            collector.close();
        }
    }

    private void start(String endpoint) throws Exception {
        server = TestServer.start(home, Map.of("SOTTO_TRACES_ENDPOINT", endpoint));
        server.transcriber.script = request -> {
            request.listener().stage(RecordingStage.MEDIA, Duration.ofMillis(40));
            request.listener().stage(RecordingStage.TEXT, Duration.ofMillis(300));
            return Future.succeededFuture(new TranscriptionReply.Succeeded(ScriptedTranscriber.transcript(request)));
        };
    }

    private HttpResponse<String> transcribe(String traceparent) {
        HttpRequest.Builder request = new MultipartBody()
                .field("model", "whisper-1")
                .file(new byte[100])
                .request(server.uri("/v1/audio/transcriptions"));
        return server.send(traceparent.isEmpty() ? request : request.header("traceparent", traceparent));
    }

    private static Map<String, Span> byName(List<Span> spans) {
        return spans.stream().collect(Collectors.toMap(Span::getName, span -> span));
    }

    private static Map<String, String> attributes(Span span) {
        return span.getAttributesList().stream()
                .filter(attribute -> attribute.getValue().hasStringValue())
                .collect(Collectors.toMap(
                        KeyValue::getKey, attribute -> attribute.getValue().getStringValue()));
    }

    @Test
    void job_is_one_span_of_its_callers_trace_and_its_stages_lie_below_it() throws Exception {
        collector = StandInCollector.start();
        start(collector.endpoint());
        assertThat(transcribe("00-%s-%s-01".formatted(TRACE, CALLER)).statusCode())
                .isEqualTo(200);
        List<Span> spans = collector.take(4);
        Map<String, Span> named = byName(spans);
        assertThat(named).containsOnlyKeys("wait", "media", "text", "job");
        assertThat(spans).extracting(StandInCollector::traceId).containsOnly(TRACE);
        Span job = named.get("job");
        assertThat(StandInCollector.parentId(job)).isEqualTo(CALLER);
        assertThat(attributes(job))
                .containsEntry("sotto.job.outcome", "succeeded")
                .containsEntry("sotto.surface", "openai")
                .containsEntry("sotto.model", "tiny.en")
                .doesNotContainKey("error.type");
        assertThat(List.of(named.get("wait"), named.get("media"), named.get("text")))
                .extracting(StandInCollector::parentId)
                .containsOnly(StandInCollector.spanId(job));
        Span text = named.get("text");
        assertThat(text.getEndTimeUnixNano() - text.getStartTimeUnixNano())
                .isEqualTo(TimeUnit.MILLISECONDS.toNanos(300));
        assertThat(spans.toString()).doesNotContain(ScriptedTranscriber.TEXT.strip());
    }

    @Test
    void job_of_a_caller_without_a_trace_has_one_of_its_own_and_a_failure_its_code() throws Exception {
        collector = StandInCollector.start();
        start(collector.endpoint());
        server.transcriber.script =
                request -> Future.succeededFuture(new TranscriptionReply.Failed(FaultCode.INVALID_MEDIA, "no sound"));
        transcribe("");
        transcribe("00-nonsense");
        List<Span> jobs = collector.take(4).stream()
                .filter(span -> span.getName().equals("job"))
                .toList();
        assertThat(jobs).hasSize(2);
        assertThat(jobs).extracting(StandInCollector::parentId).containsOnly("");
        assertThat(jobs).extracting(StandInCollector::traceId).doesNotHaveDuplicates();
        assertThat(jobs).allSatisfy(job -> {
            assertThat(job.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
            assertThat(attributes(job)).containsEntry("error.type", "invalid_media");
        });
    }

    @Test
    void caller_that_keeps_no_spans_gets_none() throws Exception {
        collector = StandInCollector.start();
        start(collector.endpoint());
        transcribe("00-%s-%s-00".formatted(TRACE, CALLER));
        transcribe("00-%s-%s-01".formatted("a".repeat(32), CALLER));
        assertThat(collector.take(4)).extracting(StandInCollector::traceId).containsOnly("a".repeat(32));
        assertThat(collector.rest()).isEmpty();
    }

    @Test
    void collector_that_is_gone_costs_one_warning_and_no_answer() throws Exception {
        collector = StandInCollector.start();
        String gone = collector.endpoint();
        collector.close();
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Logger logger = (Logger) LoggerFactory.getLogger(WatchedExporter.class);
        logger.addAppender(log);
        try {
            start(gone);
            assertThat(transcribe("").statusCode()).isEqualTo(200);
            Eventually.holds(() -> !about(gone, log).isEmpty());
            assertThat(transcribe("").statusCode()).isEqualTo(200);
            server.close();
            server = null;
        } finally {
            logger.detachAppender(log);
        }
        List<ILoggingEvent> said = about(gone, log);
        assertThat(said).hasSize(1);
        assertThat(said.get(0).getLevel()).isEqualTo(Level.WARN);
        assertThat(said.get(0).getFormattedMessage()).contains("/v1/traces", "traces.endpoint");
    }

    /** Senders of earlier tests may still speak of their collectors. */
    private static List<ILoggingEvent> about(String endpoint, ListAppender<ILoggingEvent> log) {
        return List.copyOf(log.list).stream()
                .filter(event -> event.getFormattedMessage().contains(endpoint))
                .toList();
    }

    /** A collector that takes a request and never answers: whoever waited for it would wait for ever. */
    @Test
    @Timeout(120)
    void nobody_waits_for_a_collector_that_does_not_answer() throws Exception {
        collector = StandInCollector.startSilent();
        URI endpoint = URI.create(collector.endpoint() + "/v1/traces");
        try (JobTraces traces = new JobTraces(endpoint, "1", InstantSource.system())) {
            ended(4 * QUEUE_MAX).forEach(job -> traces.record(new JobNews.StateChanged(job)));
            assertThat(collector.take(1)).extracting(Span::getName).containsExactly("job");
        }
        assertThat(collector.rest().size()).isLessThan(2 * QUEUE_MAX);
    }

    private static List<Job> ended(int count) {
        JobRules rules = new JobRules(JobPolicy.defaults(), new Random(1));
        Instant now = Instant.ofEpochSecond(1_800_000_000);
        List<Job> jobs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            JobSpec spec = JobSpec.builder(Tenant.unlimited("anna"), WorkKind.TRANSCRIBE, "input", "request")
                    .build();
            Job waiting = rules.submitted(new JobId("job_" + i), spec, new FairShare(0, 1), now);
            Job running = rules.claimed(waiting, "worker", Duration.ofSeconds(30), now);
            jobs.add(rules.succeeded(running, 9, now.plusSeconds(2)));
        }
        return jobs;
    }
}
