package dev.sotto.api.dialect.whisperapiserver;

import dev.sotto.api.http.ErrorShape;
import dev.sotto.fault.Fault;
import io.vertx.core.json.JsonObject;

/** {@code {"detail": "a sentence"}}, in that server's own sentences where it has them. */
final class ServerErrors implements ErrorShape {
    private static final int UNSUPPORTED_MEDIA = 415;
    private static final int RETRY_SECONDS = 60;
    private static final long MEBIBYTE = 1 << 20;

    private final long bytesMax;

    /** @param bytesMax of a file */
    ServerErrors(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    @Override
    public Answer of(Fault fault, int status) {
        return switch (fault.code()) {
            case UNKNOWN_URL -> detail(status, "Not Found");
            case METHOD_NOT_ALLOWED -> detail(status, "Method Not Allowed");
            case MISSING_API_KEY -> detail(status, "Missing API key");
            case INVALID_API_KEY -> detail(status, "Invalid API key");
            case RATE_LIMIT_EXCEEDED ->
                answer(
                        status,
                        new JsonObject().put("error", "Rate limit exceeded").put("retry_after", RETRY_SECONDS));
            case QUEUE_FULL, TOO_MANY_UPLOADS, ENGINE_BUSY ->
                detail(503, "Server under high load, please try again later");
            case FILE_TOO_LARGE ->
                detail(status, "File size exceeds maximum allowed size of %d MB".formatted(bytesMax / MEBIBYTE));
            case EMPTY_FILE, INVALID_MEDIA, NO_AUDIO_STREAM, MEDIA_LIMIT_EXCEEDED ->
                detail(UNSUPPORTED_MEDIA, "Invalid audio file or exceeds maximum duration");
            case CONTENT_TYPE_REFUSED ->
                answer(
                        Unprocessable.STATUS,
                        Unprocessable.missing("body", "file").body());
            case INTERNAL ->
                answer(
                        status,
                        new JsonObject()
                                .put("error", "An unexpected error occurred")
                                .put("detail", fault.message()));
            default -> detail(status, fault.message());
        };
    }

    private static Answer detail(int status, String sentence) {
        return answer(status, new JsonObject().put("detail", sentence));
    }

    private static Answer answer(int status, JsonObject body) {
        return new Answer(status, "application/json", body.toBuffer());
    }
}
