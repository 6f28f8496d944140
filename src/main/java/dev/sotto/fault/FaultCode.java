package dev.sotto.fault;

import java.util.Arrays;
import java.util.Locale;

/**
 * The closed list of faults that a client, a job's owner or a person at the command line may see. The lower-case name
 * is the code in JSON, in logs and in the store. What each means in HTTP stands in one table of {@code api.http}.
 */
public enum FaultCode {
    // The recording.
    /** The file has no bytes. */
    EMPTY_FILE(Retry.NEVER),
    /** The file is not audio or video that can be read. */
    INVALID_MEDIA(Retry.NEVER),
    /** The file can be read but holds no sound. */
    NO_AUDIO_STREAM(Retry.NEVER),
    /** The file is longer, larger or dearer to decode than the server allows. */
    MEDIA_LIMIT_EXCEEDED(Retry.NEVER),
    /** The media program is missing or broken; the input is not to blame. */
    MEDIA_TOOL_FAILED(Retry.POLICY),
    /** The stored audio is gone or does not match its checksum. */
    AUDIO_LOST(Retry.NEVER),

    // The model and the options.
    /** No such model is installed. */
    MODEL_NOT_FOUND(Retry.NEVER),
    /** The model is installed but its files cannot be used. */
    MODEL_INVALID(Retry.NEVER),
    /** An option contradicts the model or another option. */
    INVALID_OPTION(Retry.NEVER),
    /** A field that must be there is not. */
    MISSING_REQUIRED_PARAMETER(Retry.NEVER),
    /** A field's value cannot be used. */
    INVALID_VALUE(Retry.NEVER),
    /** A field's value is known, but not served here. */
    UNSUPPORTED_VALUE(Retry.NEVER),

    // Work on a job.
    /** The engine had no place; the job waits again. */
    ENGINE_BUSY(Retry.POLICY),
    /** The URL may not be asked: private address, scheme, port. */
    FETCH_REFUSED(Retry.NEVER),
    /** The URL answered that there is nothing to be had. */
    FETCH_DENIED(Retry.NEVER),
    /** The URL did not answer, or not well. */
    FETCH_FAILED(Retry.POLICY),
    /** The URL's body ended early or was not as long as it said. */
    FETCH_INCOMPLETE(Retry.POLICY),
    /** What the store holds of the job cannot be read by this version. */
    JOB_UNREADABLE(Retry.NEVER),
    /** The result could not be written. */
    RESULT_NOT_STORED(Retry.POLICY),
    /** It ran longer than its cap. */
    TIME_LIMIT_EXCEEDED(Retry.ONCE),
    /** It ran without getting further. */
    STALLED(Retry.ONCE),
    /** Its worker died or lost its lease; never reported by a worker. */
    WORKER_LOST(Retry.POLICY),
    /** Nobody took it before it expired; never reported by a worker. */
    EXPIRED(Retry.NEVER),
    /** Its owner stopped it. */
    CANCELLED(Retry.NEVER),

    // What is asked for.
    JOB_NOT_FOUND(Retry.NEVER),
    DELIVERY_NOT_FOUND(Retry.NEVER),
    VOICE_NOT_FOUND(Retry.NEVER),
    ENDPOINT_NOT_FOUND(Retry.NEVER),
    KEY_NOT_FOUND(Retry.NEVER),
    PULL_NOT_FOUND(Retry.NEVER),
    SHARE_NOT_FOUND(Retry.NEVER),
    /** The link to a transcript has expired or was withdrawn. */
    SHARE_ENDED(Retry.NEVER),
    /** The model cannot be deleted: it is the default, came with the server, or is being pulled. */
    MODEL_IN_USE(Retry.NEVER),
    /** The job's state does not allow the action. */
    WRONG_JOB_STATE(Retry.NEVER),
    /** The job has no result. */
    NO_RESULT(Retry.NEVER),
    /** The key was sent before, with other content. */
    IDEMPOTENCY_KEY_REUSED(Retry.NEVER),
    /** A webhook's endpoint is disabled. */
    ENDPOINT_DISABLED(Retry.NEVER),
    /** A webhook's endpoint is no longer registered. */
    ENDPOINT_DELETED(Retry.NEVER),
    /** A webhook's headers or body cannot be sent. */
    WEBHOOK_REFUSED(Retry.NEVER),

    // Who asks.
    MISSING_API_KEY(Retry.NEVER),
    INVALID_API_KEY(Retry.NEVER),
    INSUFFICIENT_SCOPE(Retry.NEVER),
    /** Too many requests of one key, or wrong keys of one address. */
    RATE_LIMIT_EXCEEDED(Retry.NEVER),
    /** The audio of the day is used up. */
    INSUFFICIENT_QUOTA(Retry.NEVER),

    // The request itself.
    /** It cannot be understood. */
    MALFORMED_REQUEST(Retry.NEVER),
    UNKNOWN_URL(Retry.NEVER),
    METHOD_NOT_ALLOWED(Retry.NEVER),
    /** The server was called by a name that is not its own. */
    HOST_REFUSED(Retry.NEVER),
    /** Another site's page may not call this server. */
    ORIGIN_REFUSED(Retry.NEVER),
    /** The body is of a kind that is not taken. */
    CONTENT_TYPE_REFUSED(Retry.NEVER),
    /** The file is larger than this server takes. */
    FILE_TOO_LARGE(Retry.NEVER),
    /** The body is larger than this operation takes. */
    BODY_TOO_LARGE(Retry.NEVER),
    URL_TOO_LONG(Retry.NEVER),
    HEADERS_TOO_LONG(Retry.NEVER),
    /** The body came too slowly. */
    REQUEST_TOO_SLOW(Retry.NEVER),
    /** Seen by nobody: its reader is gone. */
    CLIENT_GONE(Retry.NEVER),

    // This server, now.
    QUEUE_FULL(Retry.NEVER),
    TOO_MANY_UPLOADS(Retry.NEVER),
    TOO_MANY_STREAMS(Retry.NEVER),
    TOO_MANY_TESTS(Retry.NEVER),
    /** It cannot answer for a while. */
    UNAVAILABLE(Retry.NEVER),
    /** The disk has no room for an upload, or for the samples of a recording. */
    INSUFFICIENT_STORAGE(Retry.NEVER),
    /** The store has no room. */
    STORE_FULL(Retry.NEVER),
    /** The caller waited as long as this server lets callers wait. */
    TIMEOUT(Retry.NEVER),
    /** A fault of ours. */
    INTERNAL(Retry.POLICY);

    /** How often a job may meet the fault before it is given up. */
    public enum Retry {
        NEVER,
        ONCE,
        /** As often as the server's policy says. */
        POLICY
    }

    private final Retry retry;

    FaultCode(Retry retry) {
        this.retry = retry;
    }

    public Retry retry() {
        return retry;
    }

    /** The name in JSON, logs and the store. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** By its wire name; one that a newer version has written is {@link #INTERNAL}. */
    public static FaultCode named(String wireName) {
        return Arrays.stream(values())
                .filter(code -> code.wireName().equals(wireName))
                .findFirst()
                .orElse(INTERNAL);
    }
}
