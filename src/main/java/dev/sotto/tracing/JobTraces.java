package dev.sotto.tracing;

import dev.sotto.bus.JobNews;
import dev.sotto.format.stored.RequestSummary;
import dev.sotto.job.Job;
import dev.sotto.job.JobId;
import dev.sotto.job.JobState;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Makes a trace of each job out of its events: a span from submission to end, in the caller's trace if it has one, and below it the
 * wait for a worker and each stage. No span holds a text, a file name or a key. Spans wait in a queue of 2,048 for a thread of their
 * own; what does not fit is dropped, so nobody who reports an event waits. Thread-safe.
 */
public final class JobTraces implements AutoCloseable {
    private static final int QUEUE_MAX = 2_048;
    private static final int BATCH_MAX = 512;
    private static final Duration SEND_EVERY = Duration.ofSeconds(2);
    private static final Duration SEND_MAX = Duration.ofSeconds(10);
    private static final Duration CLOSE_MAX = Duration.ofSeconds(3);

    /** A collector that starts anew loses nothing; one that is gone is said to be after two seconds. */
    private static final RetryPolicy AGAIN = RetryPolicy.builder()
            .setMaxAttempts(3)
            .setInitialBackoff(Duration.ofMillis(500))
            .setMaxBackoff(Duration.ofSeconds(1))
            .build();

    private static final AttributeKey<String> JOB_ID = AttributeKey.stringKey("sotto.job.id");
    private static final AttributeKey<Long> ATTEMPT = AttributeKey.longKey("sotto.job.attempt");
    private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("sotto.job.outcome");
    private static final AttributeKey<String> SURFACE = AttributeKey.stringKey("sotto.surface");
    private static final AttributeKey<String> MODEL = AttributeKey.stringKey("sotto.model");
    private static final AttributeKey<Double> AUDIO_SECONDS = AttributeKey.doubleKey("sotto.audio.seconds");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

    private final InstantSource clock;
    private final GivenIds ids = new GivenIds();
    private final SdkTracerProvider provider;
    private final Tracer tracer;
    private final Map<JobId, Running> running = new HashMap<>(); // as many as run at once

    private record Running(JobIds ids, int attempt) {}

    /**
     * Sends nothing yet; no collector need listen.
     *
     * @param endpoint that takes OTLP over HTTP, with its path
     * @param version of this program
     */
    public JobTraces(URI endpoint, String version, InstantSource clock) {
        this.clock = clock;
        WatchedExporter exporter = new WatchedExporter(
                OtlpHttpSpanExporter.builder()
                        .setEndpoint(endpoint.toString())
                        .setTimeout(SEND_MAX)
                        .setConnectTimeout(SEND_MAX)
                        .setRetryPolicy(AGAIN)
                        .build(),
                endpoint);
        this.provider = SdkTracerProvider.builder()
                .setIdGenerator(ids)
                .setResource(Resource.getDefault().toBuilder()
                        .put("service.name", "sotto")
                        .put("service.version", version)
                        .build())
                .addSpanProcessor(BatchSpanProcessor.builder(exporter)
                        .setMaxQueueSize(QUEUE_MAX)
                        .setMaxExportBatchSize(BATCH_MAX)
                        .setScheduleDelay(SEND_EVERY)
                        .setExporterTimeout(SEND_MAX)
                        .build())
                .build();
        this.tracer = provider.get("dev.sotto");
    }

    /** Makes the spans that end with this event. Answers at once. */
    public synchronized void record(JobNews news) {
        if (news instanceof JobNews.Started started) {
            started(started.job());
        } else if (news instanceof JobNews.StageEnded ended) {
            Running job = running.get(ended.id());
            if (job != null) {
                Instant now = clock.instant();
                stage(ended.stage().wireName(), ended.id(), job, now.minus(ended.took()), now);
            }
        } else if (news instanceof JobNews.StateChanged changed) {
            running.remove(changed.id());
            if (changed.job().state().isFinal()) {
                ended(changed.job());
            }
        }
    }

    private void started(Job job) {
        JobIds named = JobIds.of(job, summary(job).traceparent());
        if (!named.isWanted()) {
            return;
        }
        Running attempt = new Running(named, job.tries().attempt());
        running.put(job.id(), attempt);
        if (attempt.attempt() == 1 && job.failure().isEmpty()) {
            stage("wait", job.id(), attempt, job.createdAt(), job.startedAt().orElseGet(clock::instant));
        }
    }

    private void stage(String name, JobId id, Running job, Instant from, Instant to) {
        tracer.spanBuilder(name)
                .setParent(below(job.ids().job()))
                .setStartTimestamp(from)
                .setAttribute(JOB_ID, id.value())
                .setAttribute(ATTEMPT, (long) job.attempt())
                .startSpan()
                .end(notBefore(from, to));
    }

    private void ended(Job job) {
        RequestSummary request = summary(job);
        JobIds named = JobIds.of(job, request.traceparent());
        SpanBuilder made = tracer.spanBuilder("job")
                .setSpanKind(SpanKind.CONSUMER)
                .setParent(named.caller().isValid() ? below(named.caller()) : Context.root())
                .setStartTimestamp(job.createdAt())
                .setAttribute(JOB_ID, job.id().value())
                .setAttribute(ATTEMPT, (long) job.tries().attempt())
                .setAttribute(OUTCOME, job.state().wireName())
                .setAttribute(SURFACE, request.origin())
                .setAttribute(MODEL, request.model())
                .setAttribute(AUDIO_SECONDS, job.progress().secondsDone());
        job.failure()
                .ifPresent(failure ->
                        made.setAttribute(ERROR, failure.code().name().toLowerCase(Locale.ROOT)));
        Span span = ids.with(named.job(), made::startSpan);
        if (job.state() == JobState.FAILED) {
            span.setStatus(StatusCode.ERROR);
        }
        span.end(notBefore(job.createdAt(), job.endedAt().orElseGet(clock::instant)));
    }

    private static Context below(SpanContext above) {
        return Context.root().with(Span.wrap(above));
    }

    /** Clocks may be set back between two of a job's times. */
    private static Instant notBefore(Instant from, Instant to) {
        return to.isBefore(from) ? from : to;
    }

    private static RequestSummary summary(Job job) {
        try {
            return RequestSummary.read(job.summary());
        } catch (IllegalArgumentException e) {
            return new RequestSummary("", "", "", "", "");
        }
    }

    /** Sends what waits, for 3 s at most. Blocks until then. */
    @Override
    public void close() {
        provider.shutdown().join(CLOSE_MAX.toMillis(), TimeUnit.MILLISECONDS);
    }
}
