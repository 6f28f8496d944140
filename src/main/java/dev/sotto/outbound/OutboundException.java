package dev.sotto.outbound;

import java.time.Duration;

/**
 * Something outside that was not reached or fetched. The message is for the caller: it names neither an address that was
 * resolved nor anything of an answer's body, so that nobody can explore a network by it.
 */
public final class OutboundException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final OutboundError error;

    private OutboundException(OutboundError error, String message) {
        super(message);
        this.error = error;
    }

    /** As above; the cause is for the log only. */
    private OutboundException(OutboundError error, String message, Throwable cause) {
        super(message, cause);
        this.error = error;
    }

    static OutboundException url(String seen, String expected) {
        return new OutboundException(OutboundError.URL_REFUSED, "the URL %s; expected %s".formatted(seen, expected));
    }

    static OutboundException port(OutboundUrl url) {
        return new OutboundException(
                OutboundError.TARGET_REFUSED,
                "%s: port %d is not allowed; an administrator can allow it".formatted(url, url.port()));
    }

    static OutboundException host(OutboundUrl url) {
        return new OutboundException(
                OutboundError.TARGET_REFUSED,
                "%s: the host is not in the allowed-hosts of this server; an administrator can add it".formatted(url));
    }

    /** None of the host's addresses may be asked. Whoever wrote a name must not learn from this that it has some. */
    static OutboundException address(OutboundUrl url) {
        return url.isLiteral()
                ? new OutboundException(
                        OutboundError.ADDRESS_REFUSED,
                        "%s: address not allowed; only public addresses are, unless an administrator adds others"
                                .formatted(url))
                : name(url);
    }

    /** The name servers know no address of the host. */
    static OutboundException name(OutboundUrl url) {
        return new OutboundException(
                OutboundError.NAME_UNKNOWN,
                "%s: the host name has no address that may be asked; check its spelling, and whether an administrator has to allow it"
                        .formatted(url));
    }

    static OutboundException connect(OutboundUrl url, Throwable cause) {
        return new OutboundException(
                OutboundError.CONNECT_FAILED, "%s: no connection; check that it is up".formatted(url), cause);
    }

    static OutboundException tls(OutboundUrl url, Throwable cause) {
        return new OutboundException(
                OutboundError.TLS_FAILED,
                "%s: no trusted TLS connection; check the certificate, its host name and its chain".formatted(url),
                cause);
    }

    static OutboundException timedOut(OutboundUrl url, Duration limit) {
        return new OutboundException(
                OutboundError.TIMED_OUT, "%s: not finished within %d s".formatted(url, limit.toSeconds()));
    }

    static OutboundException tooSlow(OutboundUrl url, long bytesPerSecondMin) {
        return new OutboundException(
                OutboundError.TOO_SLOW,
                "%s: arrived more slowly than %d bytes a second".formatted(url, bytesPerSecondMin));
    }

    static OutboundException broken(OutboundUrl url, Throwable cause) {
        return new OutboundException(
                OutboundError.ANSWER_BROKEN,
                "%s: the connection broke or the answer was not HTTP".formatted(url),
                cause);
    }

    static OutboundException incomplete(OutboundUrl url, long declared) {
        return new OutboundException(
                OutboundError.INCOMPLETE,
                "%s: ended before the %d bytes that it declared; fetch it again".formatted(url, declared));
    }

    static OutboundException status(OutboundUrl url, int status) {
        boolean isLater = status == 408 || status == 425 || status == 429 || status >= 500;
        return new OutboundException(
                isLater ? OutboundError.ANSWERED_LATER : OutboundError.ANSWERED_NO,
                "%s: answered %d; expected 200".formatted(url, status));
    }

    static OutboundException tooLarge(OutboundUrl url, long bytesMax) {
        return new OutboundException(
                OutboundError.TOO_LARGE, "%s: larger than the %d bytes that are accepted".formatted(url, bytesMax));
    }

    static OutboundException redirect(OutboundUrl url, String seen) {
        return new OutboundException(
                OutboundError.REDIRECT_REFUSED, "%s: redirected %s; give the final URL".formatted(url, seen));
    }

    static OutboundException notStored(OutboundUrl url, Throwable cause) {
        return new OutboundException(
                OutboundError.NOT_STORED, "%s: the response could not be stored".formatted(url), cause);
    }

    static OutboundException noRoom(OutboundUrl url) {
        return new OutboundException(
                OutboundError.NOT_STORED, "%s: the disk has no room for the response".formatted(url));
    }

    static OutboundException stopped(OutboundUrl url) {
        return new OutboundException(OutboundError.STOPPED, "%s: cancelled".formatted(url));
    }

    static OutboundException busy(OutboundUrl url) {
        return new OutboundException(
                OutboundError.BUSY, "%s: too many outbound connections; try again later".formatted(url));
    }

    public OutboundError error() {
        return error;
    }
}
