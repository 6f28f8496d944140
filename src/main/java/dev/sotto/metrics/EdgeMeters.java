package dev.sotto.metrics;

import dev.sotto.bus.UploadNews;
import dev.sotto.job.port.JobCounts;
import dev.sotto.webhook.DeliveryAttempt;
import dev.sotto.webhook.EndpointStatus;
import dev.sotto.webhook.deliver.DeliveryListener;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;

/** Counts uploads and webhook deliveries. Thread-safe. */
public final class EdgeMeters implements DeliveryListener {
    private final MeterRegistry registry;
    private final Timer deliveries;
    private volatile JobCounts counts = JobCounts.NONE;

    EdgeMeters(MeterRegistry registry) {
        this.registry = registry;
        deliveries = Timer.builder("sotto.webhook.delivery")
                .description("Attempts at webhooks, from the look-up of the name to the end of the answer")
                .register(registry);
        Gauge.builder("sotto.outbox.oldest.age", () -> counts.oldestMessage().toMillis() / 1000.0)
                .baseUnit("seconds")
                .description("How old the oldest webhook message is that is neither delivered nor given up")
                .register(registry);
        registry.counter("sotto.upload.bytes");
    }

    /** Counts one upload. */
    public void record(UploadNews news) {
        registry.counter("sotto.upload.bytes").increment((double) news.bytes());
        registry.counter("sotto.uploads", "outcome", news.outcome()).increment();
    }

    /** Sets the outbox as the store counts it; called every few seconds. */
    void counted(JobCounts now) {
        counts = now;
    }

    @Override
    public void attempted(DeliveryAttempt attempt, EndpointStatus endpoint) {
        deliveries.record(attempt.took().isNegative() ? Duration.ZERO : attempt.took());
        registry.counter(
                        "sotto.webhook.deliveries",
                        "outcome",
                        attempt.outcome().name().toLowerCase(Locale.ROOT))
                .increment();
    }
}
