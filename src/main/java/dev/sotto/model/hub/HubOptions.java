package dev.sotto.model.hub;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * How the hub is reached; the caller reads the environment ({@code HF_ENDPOINT}, {@code HF_TOKEN}, proxies).
 *
 * @param endpoint of the hub or a mirror
 * @param token sent to the endpoint's own origin only, never to where it redirects
 * @param offline refuses every request
 * @param proxies empty leaves the choice to the JVM
 * @param idleTimeout the longest silence before a connection counts as cut
 * @param attempts tries without progress before a download is given up
 * @param backoff before the second try; doubles with each, up to {@code backoffMax}
 * @param reserveBytes that must stay free on the disk after the download
 */
public record HubOptions(
        URI endpoint,
        Optional<String> token,
        boolean offline,
        Optional<HubProxies> proxies,
        Duration idleTimeout,
        int attempts,
        Duration backoff,
        Duration backoffMax,
        long reserveBytes) {
    public static final URI HUGGING_FACE = URI.create("https://huggingface.co");

    public static HubOptions defaults() {
        return new HubOptions(
                HUGGING_FACE,
                Optional.empty(),
                false,
                Optional.empty(),
                Duration.ofSeconds(30),
                6,
                Duration.ofSeconds(1),
                Duration.ofSeconds(30),
                256L << 20);
    }

    public HubOptions withEndpoint(URI value) {
        return new HubOptions(value, token, offline, proxies, idleTimeout, attempts, backoff, backoffMax, reserveBytes);
    }

    public HubOptions withToken(String value) {
        return new HubOptions(
                endpoint,
                Optional.of(value),
                offline,
                proxies,
                idleTimeout,
                attempts,
                backoff,
                backoffMax,
                reserveBytes);
    }

    public HubOptions withOffline(boolean value) {
        return new HubOptions(
                endpoint, token, value, proxies, idleTimeout, attempts, backoff, backoffMax, reserveBytes);
    }

    public HubOptions withProxies(HubProxies value) {
        return new HubOptions(
                endpoint, token, offline, Optional.of(value), idleTimeout, attempts, backoff, backoffMax, reserveBytes);
    }

    public HubOptions withReserveBytes(long value) {
        return new HubOptions(endpoint, token, offline, proxies, idleTimeout, attempts, backoff, backoffMax, value);
    }

    public HubOptions withIdleTimeout(Duration value) {
        return new HubOptions(endpoint, token, offline, proxies, value, attempts, backoff, backoffMax, reserveBytes);
    }

    @Override
    public String toString() {
        return "HubOptions[endpoint=%s, token=%s, offline=%s, proxies=%s]"
                .formatted(endpoint, token.isPresent() ? "***" : "none", offline, proxies);
    }
}
