package dev.sotto.webhook;

import java.net.URI;
import java.util.Locale;

/**
 * What shares one circuit and one concurrency bound: one owner's receivers on one host and port. Many jobs may each name
 * a URL of their own on a host that is dead, so the URL would be too fine; and two owners may use one host with different
 * luck, so the host alone would be too coarse.
 */
public record Destination(String key) {
    public static Destination of(String owner, URI url) {
        return new Destination("%s %s://%s"
                .formatted(owner, url.getScheme(), url.getRawAuthority())
                .toLowerCase(Locale.ROOT));
    }

    @Override
    public String toString() {
        return key;
    }
}
