package dev.sotto.connection;

import java.time.Duration;

/**
 * Bounds of the connections of one port.
 *
 * @param connectionsMax at once; one more is closed when it opens
 * @param idle without a request, before a connection is closed
 * @param write that a client may leave an answer lying, beside what its length allows
 */
public record ConnectionLimits(int connectionsMax, Duration idle, Duration write) {}
