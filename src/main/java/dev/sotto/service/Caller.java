package dev.sotto.service;

import dev.sotto.job.Tenant;
import java.time.Duration;
import java.util.Optional;

/**
 * Who asks.
 *
 * @param tenant whose jobs are seen and made
 * @param keepMax how long its results stay at most
 */
public record Caller(Tenant tenant, Optional<Duration> keepMax) {
    /** Whoever reaches a server without keys. */
    public static final Caller ANYBODY = new Caller(Tenant.unlimited("open"), Optional.empty());

    /** Whose share of the server's places it takes; empty for anybody. */
    public Optional<String> shareholder() {
        return equals(ANYBODY) ? Optional.empty() : Optional.of(name());
    }

    public String name() {
        return tenant.name();
    }
}
