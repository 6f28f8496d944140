package dev.sotto.tracing;

import dev.sotto.digest.Sha256;
import dev.sotto.job.Job;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.Map;

/**
 * Names a job's trace and its first span by the job itself: stages that end before the job does, and after a restart, name the same
 * span above them, and nothing of it is kept.
 *
 * @param caller the caller's span; not valid if it has none
 * @param job the span from the job's submission to its end
 */
record JobIds(SpanContext caller, SpanContext job) {
    private static final int TRACE_DIGITS = 32;
    private static final int SPAN_DIGITS = 16;
    private static final String HEADER = "traceparent";

    private static final TextMapGetter<Map<String, String>> READER =
            (carrier, key) -> carrier == null ? null : carrier.get(key);

    /** @param traceparent of the caller, as W3C's Trace Context writes it; empty if it has none */
    static JobIds of(Job job, String traceparent) {
        SpanContext caller = Span.fromContext(W3CTraceContextPropagator.getInstance()
                        .extract(Context.root(), Map.of(HEADER, traceparent), READER))
                .getSpanContext();
        String digits = Sha256.hexOf(job.id() + " " + job.tries().generation());
        String trace = caller.isValid() ? caller.getTraceId() : digits.substring(0, TRACE_DIGITS);
        TraceFlags flags = caller.isValid() ? caller.getTraceFlags() : TraceFlags.getSampled();
        String span = digits.substring(TRACE_DIGITS, TRACE_DIGITS + SPAN_DIGITS);
        return new JobIds(caller, SpanContext.create(trace, span, flags, TraceState.getDefault()));
    }

    /** Whether the caller, who decides for the whole of its trace, wants its spans kept. */
    boolean isWanted() {
        return job.isSampled();
    }
}
