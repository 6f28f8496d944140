package dev.sotto.tracing;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.trace.IdGenerator;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Random ids, but those that were given beforehand. Confined to whoever makes spans, one at a time. */
final class GivenIds implements IdGenerator {
    private final IdGenerator random = IdGenerator.random();
    private @Nullable SpanContext given;

    /** Has the span that is made meanwhile bear these ids. */
    <T> T with(SpanContext ids, Supplier<T> made) {
        given = ids;
        try {
            return made.get();
        } finally {
            given = null;
        }
    }

    @Override
    public String generateSpanId() {
        SpanContext now = given;
        return now == null ? random.generateSpanId() : now.getSpanId();
    }

    @Override
    public String generateTraceId() {
        SpanContext now = given;
        return now == null ? random.generateTraceId() : now.getTraceId();
    }
}
