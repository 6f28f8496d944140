package dev.sotto.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Connections and requests that the HTTP servers of one process have right now. Micrometer's module of Vert.x registers its own
 * gauges of them anew for each connection and each request, of which Micrometer warns; these are registered once. Thread-safe.
 */
final class ActiveHttp {
    private static final int CLASSES = 5;
    private static final Duration[] BUCKETS = Stream.of(5, 25, 100, 500, 1_000, 5_000, 15_000, 60_000, 300_000, 900_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final LongAdder connections = new LongAdder();
    private final LongAdder requests = new LongAdder();
    private final List<Timer> responses; // of 1xx, 2xx and so on

    ActiveHttp(MeterRegistry registry) {
        responses = IntStream.rangeClosed(1, CLASSES)
                .mapToObj(first -> Timer.builder("sotto.http.request")
                        .tag("status", first + "xx")
                        .description("From the first byte of a request to the last of its response, on both ports")
                        .serviceLevelObjectives(BUCKETS)
                        .register(registry))
                .toList();
        Gauge.builder("sotto.http.connections.active", connections::sum)
                .description("Open connections to the API port and the management port")
                .register(registry);
        Gauge.builder("sotto.http.requests.active", requests::sum)
                .description("Requests whose response has not ended, on both ports")
                .register(registry);
    }

    /**
     * Counts a response that has ended.
     *
     * @param nanos since the first byte of its request
     */
    void responded(int status, long nanos) {
        int first = status / 100;
        if (first >= 1 && first <= CLASSES) {
            responses.get(first - 1).record(Math.max(0, nanos), TimeUnit.NANOSECONDS);
        }
    }

    void connected() {
        connections.increment();
    }

    void disconnected() {
        connections.decrement();
    }

    void begun() {
        requests.increment();
    }

    void ended() {
        requests.decrement();
    }
}
