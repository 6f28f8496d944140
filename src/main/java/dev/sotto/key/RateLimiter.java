package dev.sotto.key;

import java.time.Instant;

/**
 * Port: how many requests each key may still send. Answers at once, by what it knows; several servers that share a rate may
 * each be a little late. Thread-safe.
 */
public interface RateLimiter {
    /** Counts a request if it may pass. One that may not costs nothing. */
    Admission admit(String key, RequestRate rate, Instant now);
}
