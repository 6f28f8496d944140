package dev.sotto.model.hub;

import dev.sotto.model.ModelError;
import dev.sotto.model.ModelException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** No answer at all came; the message names who was asked, through what, and what can be set. */
final class HubUnreachable extends IOException {
    private static final long serialVersionUID = 1L;

    /** So long may a connection take to be made: whoever does not answer by then is not there. */
    static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /** Tries before a hub that never answered is given up; one that did is tried more often. */
    static final int ATTEMPTS = 2;

    private HubUnreachable(String message, IOException cause) {
        super(message, cause);
    }

    static HubUnreachable of(URI uri, HubOptions options, IOException cause) {
        String way = options.proxies()
                .flatMap(proxies -> proxies.before(uri))
                .map(proxy -> "%s cannot be reached through the proxy %s:%d, which %s names"
                        .formatted(
                                uri.getHost(),
                                proxy.address().getHostString(),
                                proxy.address().getPort(),
                                proxy.variable()))
                .orElseGet(() -> "%s cannot be reached; %s"
                        .formatted(
                                uri.getAuthority(),
                                options.proxies().isPresent() ? "no proxy is set for it" : "no proxy is set"));
        return new HubUnreachable(
                "%s (%s); hub.mirror is %s; check the network, or set HTTPS_PROXY to a proxy or SOTTO_HUB_MIRROR to a mirror"
                        .formatted(way, reason(cause), options.endpoint()),
                cause);
    }

    private static String reason(IOException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
                return "its name is not known here";
            }
            if (cause instanceof HttpConnectTimeoutException) {
                return "no connection within %d s".formatted(CONNECT_TIMEOUT.toSeconds());
            }
            if (cause instanceof SSLException) {
                return "no safe connection: " + cause.getMessage();
            }
        }
        return message(failure, failure instanceof ConnectException ? "connection refused" : "no answer");
    }

    private static String message(@Nullable Throwable failure, String otherwise) {
        String message = failure == null ? null : failure.getMessage();
        return message == null || message.isBlank() ? otherwise : message;
    }

    /** For the person who waits. */
    ModelException gaveUp(String what) {
        return new ModelException(ModelError.HUB_UNAVAILABLE, what + ": " + getMessage(), this);
    }
}
