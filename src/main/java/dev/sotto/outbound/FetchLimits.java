package dev.sotto.outbound;

import java.time.Duration;

/**
 * Bounds of one download.
 *
 * @param timeout from the name's look-up to the last byte, redirects included
 * @param bytesPerSecondMin over any {@code rateWindow}
 * @param redirectsMax followed, each judged like the first URL
 * @param freeBytesMin that stay free on the disk, whatever comes
 */
public record FetchLimits(
        long bytesMax,
        Duration timeout,
        long bytesPerSecondMin,
        Duration rateWindow,
        int redirectsMax,
        long freeBytesMin) {
    public static FetchLimits standard(long bytesMax) {
        return new FetchLimits(bytesMax, Duration.ofHours(1), 16 * 1024, Duration.ofSeconds(20), 3, 0);
    }
}
