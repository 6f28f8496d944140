package dev.sotto.service;

import dev.sotto.job.Job;
import dev.sotto.job.JobErrorCode;
import dev.sotto.job.JobFailure;
import dev.sotto.job.JobId;
import dev.sotto.job.JobState;
import dev.sotto.job.port.StoreError;
import dev.sotto.job.port.StoreException;
import dev.sotto.transcript.TranscriptionError;
import dev.sotto.webhook.WebhookException;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Optional;

/**
 * One error answer: an HTTP status and the body {@code {"error":{message,type,param,code}}} that OpenAI's clients parse.
 *
 * @param retryAfterSeconds set where trying again may help
 */
public record ApiError(
        int status,
        String type,
        String message,
        Optional<String> param,
        Optional<String> code,
        Optional<Integer> retryAfterSeconds) {

    private static final String INVALID_REQUEST = "invalid_request_error";
    public static final String SERVER_ERROR = "server_error";
    /** Official clients give up when told to wait more than 120 s. */
    public static final int RETRY_SECONDS = 5;
    /** Messages quote what was sent, which may be long. */
    private static final int MESSAGE_CHARS_MAX = 1000;

    public ApiError {
        if (message.length() > MESSAGE_CHARS_MAX) {
            message = message.substring(0, MESSAGE_CHARS_MAX) + "...";
        }
    }

    public JsonObject toJson() {
        return new JsonObject()
                .put(
                        "error",
                        new JsonObject()
                                .put("message", message)
                                .put("type", type)
                                .put("param", param.orElse(null))
                                .put("code", code.orElse(null)));
    }

    public static ApiError missing(String field) {
        String message =
                field.equals("model") ? "you must provide a model parameter" : "you must provide a %s".formatted(field);
        return invalid(400, message, field, "missing_required_parameter");
    }

    public static ApiError invalidValue(String field, String message) {
        return invalid(400, message, field, "invalid_value");
    }

    public static ApiError unexpected(String field, Object seen, String expected) {
        return invalidValue(field, "%s '%s'; expected %s.".formatted(field, seen, expected));
    }

    public static ApiError unsupported(String field, String message) {
        return invalid(400, message, field, "unsupported_value");
    }

    public static ApiError unknownModel(String model) {
        return invalid(
                404,
                "The model `%s` does not exist or is not installed here; GET /v1/models lists those that are."
                        .formatted(model),
                "model",
                "model_not_found");
    }

    public static ApiError unknownUrl(String method, String path) {
        return new ApiError(
                404,
                INVALID_REQUEST,
                "Invalid URL (%s %s)".formatted(method, path),
                Optional.empty(),
                Optional.of("unknown_url"),
                Optional.empty());
    }

    public static ApiError wrongMethod(String method, String path, String allowed) {
        return new ApiError(
                405,
                INVALID_REQUEST,
                "Not allowed to %s on %s (HINT: use %s)".formatted(method, path, allowed),
                Optional.empty(),
                Optional.of("method_not_allowed"),
                Optional.empty());
    }

    public static ApiError badRequest(int status, String message) {
        return new ApiError(status, INVALID_REQUEST, message, Optional.empty(), Optional.empty(), Optional.empty());
    }

    public static ApiError keyMissing() {
        return unauthorized(
                "You did not provide an API key. Send it in the header Authorization as 'Bearer KEY', or in X-API-Key.",
                "missing_api_key");
    }

    public static ApiError keyWrong() {
        return unauthorized("The API key is not valid here: mistyped, expired or revoked.", "invalid_api_key");
    }

    private static ApiError unauthorized(String message, String code) {
        return new ApiError(401, INVALID_REQUEST, message, Optional.empty(), Optional.of(code), Optional.empty());
    }

    public static ApiError forbidden(String scope) {
        return new ApiError(
                403,
                INVALID_REQUEST,
                "This API key may not do that; it lacks the scope %s.".formatted(scope),
                Optional.empty(),
                Optional.of("insufficient_scope"),
                Optional.empty());
    }

    /** How long to wait stands in its headers. */
    public static ApiError tooFast() {
        return new ApiError(
                429,
                "rate_limit_error",
                "Too many requests; please slow down and wait as long as Retry-After says.",
                Optional.empty(),
                Optional.of("rate_limit_exceeded"),
                Optional.empty());
    }

    public static ApiError quotaUsed(long secondsADay) {
        return new ApiError(
                429,
                "insufficient_quota",
                "The %d seconds of audio that your key has a day are used; they begin anew at midnight UTC."
                        .formatted(secondsADay),
                Optional.empty(),
                Optional.of("insufficient_quota"),
                Optional.empty());
    }

    public static ApiError unknownWebhook(String kind, String id) {
        String shown = id.length() > 64 ? id.substring(0, 64) + "..." : id;
        return invalid(404, "There is no %s `%s`.".formatted(kind, shown), kind, kind + "_not_found");
    }

    public static ApiError of(WebhookException e) {
        String message = e.getMessage() + ".";
        return switch (e.kind()) {
            case ENDPOINT_DISABLED, ENDPOINT_FORGOTTEN ->
                new ApiError(
                        409,
                        INVALID_REQUEST,
                        message,
                        Optional.of("endpoint"),
                        Optional.of(e.kind().name().toLowerCase(Locale.ROOT)),
                        Optional.empty());
            case HEADERS_REFUSED, BODY_TOO_LARGE -> badRequest(400, message);
        };
    }

    public static ApiError unknownJob(String id) {
        String shown = id.length() > 64 ? id.substring(0, 64) + "..." : id;
        return invalid(404, "There is no job `%s`.".formatted(shown), "job", "job_not_found");
    }

    public static ApiError wrongState(Job job) {
        return new ApiError(
                409,
                INVALID_REQUEST,
                "The job is %s; that does not fit what was asked."
                        .formatted(job.state().wireName()),
                Optional.of("job"),
                Optional.of("wrong_job_state"),
                Optional.empty());
    }

    public static ApiError noResult(Job job) {
        String why = job.failure().map(fault -> ": " + fault.message()).orElse(".");
        return new ApiError(
                409,
                INVALID_REQUEST,
                "The job is %s and has no result%s".formatted(job.state().wireName(), why),
                Optional.of("job"),
                Optional.of(job.failure().map(fault -> fault.code().wireName()).orElse("no_result")),
                Optional.empty());
    }

    public static ApiError idempotencyConflict(JobId job) {
        return invalid(
                422,
                "This idempotency key belongs to job %s, which was sent other content; take a new key.".formatted(job),
                "idempotency-key",
                "idempotency_key_reused");
    }

    /** Why a caller who waited for a job gets no transcript. */
    public static ApiException ofEnded(Job job) {
        if (job.state() == JobState.CANCELLED) {
            return new ApiException(new ApiError(
                    409,
                    INVALID_REQUEST,
                    "The job was cancelled.",
                    Optional.empty(),
                    Optional.of("cancelled"),
                    Optional.empty()));
        }
        JobFailure failure = job.failure().orElse(new JobFailure(JobErrorCode.INTERNAL, "No reason is known."));
        for (TranscriptionError error : TranscriptionError.values()) {
            if (error != TranscriptionError.CANCELLED && JobErrorCode.of(error) == failure.code()) {
                return new ApiException(of(error, failure.message()), failure.message());
            }
        }
        return new ApiException(
                new ApiError(
                        failure.code() == JobErrorCode.EXPIRED ? 503 : 500,
                        SERVER_ERROR,
                        failure.message(),
                        Optional.empty(),
                        Optional.of(failure.code().wireName()),
                        Optional.of(RETRY_SECONDS).filter(seconds -> failure.code() == JobErrorCode.EXPIRED)),
                failure.message());
    }

    public static ApiError of(StoreException e) {
        if (!e.error().isPassing()) {
            return internal();
        }
        String message = e.error() == StoreError.FULL
                ? "The server has no space left to keep this; please try again later."
                : "The server's store is busy; please try again shortly.";
        return new ApiError(
                503,
                SERVER_ERROR,
                message,
                Optional.empty(),
                Optional.of(e.error() == StoreError.FULL ? "insufficient_storage" : "unavailable"),
                Optional.of(RETRY_SECONDS));
    }

    public static ApiError stopping(JobId job) {
        return unavailable("The server is stopping. The job %s is kept and goes on after the restart; ask for it then."
                .formatted(job));
    }

    /** Seen by nobody: its reader is gone. */
    public static ApiError gone() {
        return badRequest(499, "The client went away.");
    }

    public static ApiError loading() {
        return unavailable("The server is still loading its model; please try again shortly.");
    }

    public static ApiError timedOut() {
        return new ApiError(
                500,
                SERVER_ERROR,
                "The transcription took longer than this server waits.",
                Optional.empty(),
                Optional.of("timeout"),
                Optional.empty());
    }

    public static ApiError internal() {
        return new ApiError(
                500,
                SERVER_ERROR,
                "The server had an error while processing your request. Its log has the details under the request id.",
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    public static ApiError unavailable(String message) {
        return new ApiError(
                503, SERVER_ERROR, message, Optional.empty(), Optional.of("unavailable"), Optional.of(RETRY_SECONDS));
    }

    public static ApiError busy(String message, String code) {
        return new ApiError(
                429, "rate_limit_error", message, Optional.empty(), Optional.of(code), Optional.of(RETRY_SECONDS));
    }

    public static ApiError of(TranscriptionError error, String message) {
        String code = error.name().toLowerCase(Locale.ROOT);
        return switch (error) {
            case EMPTY_FILE, INVALID_MEDIA, NO_AUDIO_STREAM, MEDIA_LIMIT_EXCEEDED ->
                invalid(400, message, "file", code);
            case MODEL_NOT_FOUND -> invalid(404, message, "model", code);
            case INVALID_OPTION ->
                new ApiError(400, INVALID_REQUEST, message, Optional.empty(), Optional.of(code), Optional.empty());
            case QUEUE_FULL -> busy(message, code);
            case CANCELLED -> unavailable("The transcription was stopped; please send it again.");
            case MODEL_INVALID, MEDIA_TOOL_FAILED ->
                new ApiError(500, SERVER_ERROR, message, Optional.empty(), Optional.of(code), Optional.empty());
            case INTERNAL -> internal();
        };
    }

    public static ApiError invalid(int status, String message, String param, String code) {
        return new ApiError(status, INVALID_REQUEST, message, Optional.of(param), Optional.of(code), Optional.empty());
    }
}
