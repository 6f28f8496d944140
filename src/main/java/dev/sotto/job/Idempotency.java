package dev.sotto.job;

import java.time.Duration;

/**
 * A caller's promise that two submissions are one.
 *
 * @param key chosen by the caller, unique within its tenant
 * @param fingerprint of everything submitted; the same key with another one is a mistake and refused
 * @param keep how long the key is remembered
 */
public record Idempotency(String key, String fingerprint, Duration keep) {
    /** As callers may expect it. */
    public static final Duration DEFAULT_KEEP = Duration.ofHours(24);

    private static final int LENGTH_MAX = 255;

    public Idempotency {
        if (key.isEmpty() || key.length() > LENGTH_MAX) {
            throw new IllegalArgumentException(
                    "an idempotency key of %d characters; expected 1 to %d".formatted(key.length(), LENGTH_MAX));
        }
    }
}
