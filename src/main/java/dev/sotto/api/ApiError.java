package dev.sotto.api;

import dev.sotto.api.upload.UploadException;
import dev.sotto.transcript.TranscriptionError;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Optional;

/**
 * One error answer: an HTTP status and the body {@code {"error":{message,type,param,code}}} that OpenAI's clients parse.
 *
 * @param retryAfterSeconds set where trying again may help
 */
record ApiError(
        int status,
        String type,
        String message,
        Optional<String> param,
        Optional<String> code,
        Optional<Integer> retryAfterSeconds) {

    private static final String INVALID_REQUEST = "invalid_request_error";
    private static final String SERVER_ERROR = "server_error";
    /** Official clients give up when told to wait more than 120 s. */
    private static final int RETRY_SECONDS = 5;

    JsonObject toJson() {
        return new JsonObject()
                .put(
                        "error",
                        new JsonObject()
                                .put("message", message)
                                .put("type", type)
                                .put("param", param.orElse(null))
                                .put("code", code.orElse(null)));
    }

    static ApiError missing(String field) {
        String message =
                field.equals("model") ? "you must provide a model parameter" : "you must provide a %s".formatted(field);
        return invalid(400, message, field, "missing_required_parameter");
    }

    static ApiError invalidValue(String field, String message) {
        return invalid(400, message, field, "invalid_value");
    }

    static ApiError unexpected(String field, Object seen, String expected) {
        return invalidValue(field, "%s '%s'; expected %s.".formatted(field, seen, expected));
    }

    static ApiError unsupported(String field, String message) {
        return invalid(400, message, field, "unsupported_value");
    }

    static ApiError unknownModel(String model) {
        return invalid(
                404,
                "The model `%s` does not exist or is not installed here; GET /v1/models lists those that are."
                        .formatted(model),
                "model",
                "model_not_found");
    }

    static ApiError unknownUrl(String method, String path) {
        return new ApiError(
                404,
                INVALID_REQUEST,
                "Invalid URL (%s %s)".formatted(method, path),
                Optional.empty(),
                Optional.of("unknown_url"),
                Optional.empty());
    }

    static ApiError wrongMethod(String method, String path, String allowed) {
        return new ApiError(
                405,
                INVALID_REQUEST,
                "Not allowed to %s on %s (HINT: use %s)".formatted(method, path, allowed),
                Optional.empty(),
                Optional.of("method_not_allowed"),
                Optional.empty());
    }

    static ApiError badRequest(int status, String message) {
        return new ApiError(status, INVALID_REQUEST, message, Optional.empty(), Optional.empty(), Optional.empty());
    }

    static ApiError loading() {
        return unavailable("The server is still loading its model; please try again shortly.");
    }

    static ApiError timedOut() {
        return new ApiError(
                500,
                SERVER_ERROR,
                "The transcription took longer than this server waits.",
                Optional.empty(),
                Optional.of("timeout"),
                Optional.empty());
    }

    static ApiError internal() {
        return new ApiError(
                500,
                SERVER_ERROR,
                "The server had an error while processing your request. Its log has the details under the request id.",
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    static ApiError unavailable(String message) {
        return new ApiError(
                503, SERVER_ERROR, message, Optional.empty(), Optional.of("unavailable"), Optional.of(RETRY_SECONDS));
    }

    static ApiError busy(String message, String code) {
        return new ApiError(
                429, "rate_limit_error", message, Optional.empty(), Optional.of(code), Optional.of(RETRY_SECONDS));
    }

    static ApiError of(UploadException e) {
        String message = String.valueOf(e.getMessage());
        return switch (e.kind()) {
            case MALFORMED, FORM_LIMIT, ABORTED -> badRequest(400, message);
            case WRONG_TYPE -> badRequest(415, message);
            case TOO_LARGE -> invalid(413, message, "file", "file_too_large");
            case TOO_SLOW -> badRequest(408, message);
            case TOO_MANY -> busy(message, "too_many_uploads");
            case STORAGE ->
                new ApiError(
                        507,
                        SERVER_ERROR,
                        message,
                        Optional.empty(),
                        Optional.of("insufficient_storage"),
                        Optional.empty());
        };
    }

    static ApiError of(TranscriptionError error, String message) {
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

    private static ApiError invalid(int status, String message, String param, String code) {
        return new ApiError(status, INVALID_REQUEST, message, Optional.of(param), Optional.of(code), Optional.empty());
    }
}
