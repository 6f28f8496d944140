package dev.sotto.outbound;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Bounds of an {@link OutboundClient}.
 *
 * @param connectTimeout for each of TCP and TLS
 * @param postTimeout from the name's look-up to the last byte of the answer
 * @param answerBytesMax of a POST's answer; what is longer is cut off, its status counts
 * @param answerBytesKept of these
 * @param connectionsMax requests under way at once
 * @param certificates PEM file of authorities trusted in place of Java's
 */
public record OutboundOptions(
        Duration connectTimeout,
        Duration postTimeout,
        int answerBytesMax,
        int answerBytesKept,
        int connectionsMax,
        Optional<Path> certificates) {
    public static final OutboundOptions STANDARD =
            new OutboundOptions(Duration.ofSeconds(5), Duration.ofSeconds(15), 64 * 1024, 1024, 128, Optional.empty());

    public OutboundOptions withPostTimeout(Duration timeout) {
        return new OutboundOptions(
                connectTimeout, timeout, answerBytesMax, answerBytesKept, connectionsMax, certificates);
    }

    public OutboundOptions withCertificates(Path file) {
        return new OutboundOptions(
                connectTimeout, postTimeout, answerBytesMax, answerBytesKept, connectionsMax, Optional.of(file));
    }

    public OutboundOptions withConnectionsMax(int max) {
        return new OutboundOptions(connectTimeout, postTimeout, answerBytesMax, answerBytesKept, max, certificates);
    }
}
