package dev.sotto.api.http;

import dev.sotto.api.upload.UploadException;
import dev.sotto.fault.Fault;
import dev.sotto.fault.FaultCode;
import java.time.Duration;
import java.util.Optional;

/** Faults of requests before any operation sees them, and what each fault of the closed list is in HTTP. */
public final class HttpFaults {
    /** Official clients give up when asked to wait more than 120 s. */
    public static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private static final Duration RETRY_AFTER_MAX = Duration.ofMinutes(2);

    private HttpFaults() {}

    static Fault malformed(String message) {
        return Fault.of(FaultCode.MALFORMED_REQUEST, message);
    }

    static Fault unknownUrl(String method, String path) {
        return Fault.of(FaultCode.UNKNOWN_URL, "Invalid URL (%s %s)".formatted(method, path));
    }

    static Fault wrongMethod(String method, String path, String allowed) {
        return Fault.of(
                FaultCode.METHOD_NOT_ALLOWED,
                "Not allowed to %s on %s (HINT: use %s)".formatted(method, path, allowed));
    }

    static Fault of(UploadException e) {
        String message = String.valueOf(e.getMessage());
        return switch (e.kind()) {
            case MALFORMED, FORM_LIMIT, ABORTED -> malformed(message);
            case WRONG_TYPE -> Fault.of(FaultCode.CONTENT_TYPE_REFUSED, message);
            case TOO_LARGE -> Fault.of(FaultCode.FILE_TOO_LARGE, message, "file");
            case TOO_SLOW -> Fault.of(FaultCode.REQUEST_TOO_SLOW, message);
            case TOO_MANY -> Fault.of(FaultCode.TOO_MANY_UPLOADS, message);
            case STORAGE -> Fault.of(FaultCode.INSUFFICIENT_STORAGE, message);
        };
    }

    /** The status of an answer that tells a fault. */
    public static int status(FaultCode code) {
        return switch (code) {
            case EMPTY_FILE,
                    INVALID_MEDIA,
                    NO_AUDIO_STREAM,
                    MEDIA_LIMIT_EXCEEDED,
                    INVALID_OPTION,
                    MISSING_REQUIRED_PARAMETER,
                    INVALID_VALUE,
                    UNSUPPORTED_VALUE,
                    WEBHOOK_REFUSED,
                    MALFORMED_REQUEST -> 400;
            case MISSING_API_KEY, INVALID_API_KEY -> 401;
            case INSUFFICIENT_SCOPE, HOST_REFUSED, ORIGIN_REFUSED -> 403;
            case MODEL_NOT_FOUND,
                    JOB_NOT_FOUND,
                    DELIVERY_NOT_FOUND,
                    ENDPOINT_NOT_FOUND,
                    KEY_NOT_FOUND,
                    PULL_NOT_FOUND,
                    SHARE_NOT_FOUND,
                    VOICE_NOT_FOUND,
                    UNKNOWN_URL -> 404;
            case METHOD_NOT_ALLOWED -> 405;
            case REQUEST_TOO_SLOW -> 408;
            case CANCELLED, WRONG_JOB_STATE, NO_RESULT, ENDPOINT_DISABLED, ENDPOINT_DELETED, MODEL_IN_USE -> 409;
            case SHARE_ENDED -> 410;
            case FILE_TOO_LARGE, BODY_TOO_LARGE -> 413;
            case URL_TOO_LONG -> 414;
            case CONTENT_TYPE_REFUSED -> 415;
            case IDEMPOTENCY_KEY_REUSED -> 422;
            case RATE_LIMIT_EXCEEDED,
                    INSUFFICIENT_QUOTA,
                    ENGINE_BUSY,
                    QUEUE_FULL,
                    TOO_MANY_UPLOADS,
                    TOO_MANY_STREAMS,
                    TOO_MANY_TESTS -> 429;
            case HEADERS_TOO_LONG -> 431;
            case CLIENT_GONE -> 499;
            case MODEL_INVALID,
                    MEDIA_TOOL_FAILED,
                    AUDIO_LOST,
                    FETCH_REFUSED,
                    FETCH_DENIED,
                    FETCH_FAILED,
                    FETCH_INCOMPLETE,
                    JOB_UNREADABLE,
                    RESULT_NOT_STORED,
                    TIME_LIMIT_EXCEEDED,
                    STALLED,
                    WORKER_LOST,
                    TIMEOUT,
                    INTERNAL -> 500;
            case UNAVAILABLE, STORE_FULL, EXPIRED -> 503;
            case INSUFFICIENT_STORAGE -> 507;
        };
    }

    /** How long to wait before the same request may succeed; empty where waiting does not help. A header that is there counts. */
    public static Optional<Duration> retryAfter(FaultCode code) {
        return switch (code) {
            case ENGINE_BUSY,
                    QUEUE_FULL,
                    TOO_MANY_UPLOADS,
                    TOO_MANY_STREAMS,
                    TOO_MANY_TESTS,
                    UNAVAILABLE,
                    STORE_FULL,
                    INSUFFICIENT_STORAGE,
                    EXPIRED -> Optional.of(RETRY_AFTER);
            case INSUFFICIENT_QUOTA -> Optional.of(RETRY_AFTER_MAX);
            default -> Optional.empty();
        };
    }

    /** Whether the same request will fail again, whatever its status says: official clients send it again on 409, 429 and 5xx. */
    static boolean isForGood(FaultCode code) {
        return switch (code) {
            case EMPTY_FILE,
                    INVALID_MEDIA,
                    NO_AUDIO_STREAM,
                    MEDIA_LIMIT_EXCEEDED,
                    MODEL_INVALID,
                    AUDIO_LOST,
                    FETCH_REFUSED,
                    FETCH_DENIED,
                    JOB_UNREADABLE,
                    TIME_LIMIT_EXCEEDED,
                    CANCELLED,
                    WRONG_JOB_STATE,
                    NO_RESULT,
                    ENDPOINT_DISABLED,
                    ENDPOINT_DELETED,
                    MODEL_IN_USE,
                    INSUFFICIENT_QUOTA -> true; // the quota's next day is hours away
            default -> false;
        };
    }
}
