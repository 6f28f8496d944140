package dev.sotto.outbound;

/** Every way in which something outside could not be reached or fetched. */
public enum OutboundError {
    /** Not a URL that is taken here; another try changes nothing. */
    URL_REFUSED(false),
    /** The host or port is not on the lists of this server's settings. */
    TARGET_REFUSED(false),
    /** The host is written as an address, which is not allowed here. */
    ADDRESS_REFUSED(false),
    /** A redirect that is not followed: too many, or without a usable location. */
    REDIRECT_REFUSED(false),
    /** The name has no address, or none that is allowed here: two cases that are told alike, so that inner names stay unknown. */
    NAME_UNKNOWN(true),
    CONNECT_FAILED(true),
    /** The certificate is not trusted or not of this host, or no common protocol. */
    TLS_FAILED(true),
    /** Not all of it came in time. */
    TIMED_OUT(true),
    /** It came more slowly than the least rate. */
    TOO_SLOW(true),
    /** The connection broke, or what came was not HTTP. */
    ANSWER_BROKEN(true),
    /** Fewer or more bytes than were declared. */
    INCOMPLETE(true),
    /** A status that says to try again: 408, 425, 429 or 5xx. */
    ANSWERED_LATER(true),
    /** Any other status than success. */
    ANSWERED_NO(false),
    TOO_LARGE(false),
    /** What came could not be written here. */
    NOT_STORED(true),
    /** Whoever asked for it wants it no more. */
    STOPPED(true),
    /** This server has as many connections open as it may. */
    BUSY(true);

    private final boolean isRetryable;

    OutboundError(boolean isRetryable) {
        this.isRetryable = isRetryable;
    }

    public boolean isRetryable() {
        return isRetryable;
    }
}
