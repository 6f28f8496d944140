package dev.sotto.service;

import dev.sotto.job.Tenant;
import java.time.Duration;
import java.util.Optional;

/**
 * Who asks.
 *
 * @param tenant whose jobs are seen and made
 * @param keepMax how long its results stay at most
 * @param traceparent the span of its own that the request belongs to, as W3C's Trace Context writes it
 */
public record Caller(Tenant tenant, Optional<Duration> keepMax, Optional<String> traceparent) {
    /** Whoever reaches a server without keys. */
    public static final Caller ANYBODY = new Caller(Tenant.unlimited("open"), Optional.empty());

    /** Without a trace. */
    public Caller(Tenant tenant, Optional<Duration> keepMax) {
        this(tenant, keepMax, Optional.empty());
    }

    /** The same, asking within a span of its own. */
    public Caller within(Optional<String> span) {
        return new Caller(tenant, keepMax, span);
    }

    /** Whose share of the server's places it takes; empty for anybody. */
    public Optional<String> shareholder() {
        return tenant.equals(ANYBODY.tenant) ? Optional.empty() : Optional.of(name());
    }

    public String name() {
        return tenant.name();
    }
}
