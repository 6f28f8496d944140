package dev.sotto.webhook;

import java.util.Locale;

/** How one attempt ended: the closed list that the log, the metrics and the API show. */
public enum AttemptOutcome {
    /** 2xx. */
    DELIVERED,
    /** 410: the receiver wants no more. */
    GONE,
    /** 3xx: a redirect is not followed, the endpoint's URL has to be changed. */
    REDIRECTED,
    /** 429, 502, 503 or 504: the receiver is overloaded. */
    THROTTLED,
    /** Any other status. */
    REFUSED,
    /** No whole answer in time. */
    TIMED_OUT,
    /** The host name has no address, or none that is allowed here; which of the two is not told. */
    NAME_UNKNOWN,
    /** The host, written as an address, or its port or scheme is not allowed here. */
    ADDRESS_REFUSED,
    CONNECT_FAILED,
    /** The certificate is not trusted or not of this host, or no common protocol. */
    TLS_FAILED,
    /** The connection broke, or what came was not HTTP. */
    ANSWER_BROKEN,
    /** This server could not send: out of places, or a fault of its own. */
    NOT_SENT;

    /** A failure that says the receiver as a whole is in trouble, so that its other messages had better wait. */
    public boolean isOutage() {
        return switch (this) {
            case DELIVERED, GONE, NOT_SENT -> false;
            case REDIRECTED, THROTTLED, REFUSED, TIMED_OUT, NAME_UNKNOWN -> true;
            case ADDRESS_REFUSED, CONNECT_FAILED, TLS_FAILED, ANSWER_BROKEN -> true;
        };
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
