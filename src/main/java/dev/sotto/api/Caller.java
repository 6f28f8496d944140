package dev.sotto.api;

import dev.sotto.job.Tenant;

/**
 * Who asks.
 *
 * @param tenant whose jobs are seen and made
 */
record Caller(Tenant tenant) {
    /** Whoever reaches a server without keys. */
    static final Caller ANYBODY = new Caller(Tenant.unlimited("open"));

    String name() {
        return tenant.name();
    }
}
