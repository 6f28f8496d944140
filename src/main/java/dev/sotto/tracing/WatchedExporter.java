package dev.sotto.tracing;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.net.URI;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends spans by another, and says when a collector stops taking them and when it takes them again. Thread-safe. */
final class WatchedExporter implements SpanExporter {
    private static final Logger LOG = LoggerFactory.getLogger(WatchedExporter.class);
    /** Held here, as Java's logging would forget the level: each lost batch would be a line of its own on standard error. */
    private static final java.util.logging.Logger OTHERS = java.util.logging.Logger.getLogger("io.opentelemetry");

    private final SpanExporter other;
    private final URI endpoint;
    private final AtomicLong lost = new AtomicLong();

    WatchedExporter(SpanExporter other, URI endpoint) {
        OTHERS.setLevel(Level.OFF);
        this.other = other;
        this.endpoint = endpoint;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        CompletableResultCode result = other.export(spans);
        int count = spans.size();
        return result.whenComplete(() -> ended(result.isSuccess(), count));
    }

    private void ended(boolean isTaken, int count) {
        if (!isTaken && lost.getAndAdd(count) == 0) {
            LOG.warn(
                    "{} takes no traces: they are lost until it does; see whether a collector listens there"
                            + " (traces.endpoint)",
                    endpoint);
        } else if (isTaken) {
            long before = lost.getAndSet(0);
            if (before > 0) {
                LOG.info("{} takes traces again; {} spans were lost", endpoint, before);
            }
        }
    }

    @Override
    public CompletableResultCode flush() {
        return other.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return other.shutdown();
    }
}
