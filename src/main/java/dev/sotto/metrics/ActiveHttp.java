package dev.sotto.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.LongAdder;

/**
 * Connections and requests that the HTTP servers of one process have right now. Micrometer's module of Vert.x registers its own
 * gauges of them anew for each connection and each request, of which Micrometer warns; these are registered once. Thread-safe.
 */
final class ActiveHttp {
    private final LongAdder connections = new LongAdder();
    private final LongAdder requests = new LongAdder();

    ActiveHttp(MeterRegistry registry) {
        Gauge.builder("sotto.http.connections.active", connections::sum)
                .description("Open connections to the API port and the management port")
                .register(registry);
        Gauge.builder("sotto.http.requests.active", requests::sum)
                .description("Requests whose response has not ended, on both ports")
                .register(registry);
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
