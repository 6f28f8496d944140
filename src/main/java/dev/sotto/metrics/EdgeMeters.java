package dev.sotto.metrics;

import dev.sotto.bus.UploadNews;
import dev.sotto.webhook.DeliveryAttempt;
import dev.sotto.webhook.EndpointStatus;
import dev.sotto.webhook.deliver.DeliveryListener;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/** Counts uploads and webhook deliveries. Thread-safe. */
public final class EdgeMeters implements DeliveryListener {
    private final MeterRegistry registry;

    EdgeMeters(MeterRegistry registry) {
        this.registry = registry;
        registry.counter("sotto.upload.bytes");
    }

    /** Counts one upload. */
    public void record(UploadNews news) {
        registry.counter("sotto.upload.bytes").increment((double) news.bytes());
        registry.counter("sotto.uploads", "outcome", news.outcome()).increment();
    }

    @Override
    public void attempted(DeliveryAttempt attempt, EndpointStatus endpoint) {
        registry.counter(
                        "sotto.webhook.deliveries",
                        "outcome",
                        attempt.outcome().name().toLowerCase(Locale.ROOT))
                .increment();
    }
}
