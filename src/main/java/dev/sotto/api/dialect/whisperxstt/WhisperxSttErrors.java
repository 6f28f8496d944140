package dev.sotto.api.dialect.whisperxstt;

import dev.sotto.api.dialect.fastapi.FastApiErrors;
import dev.sotto.fault.Fault;
import io.vertx.core.json.JsonObject;

/** Its own sentences about keys and sizes; a wrong key is 403 there. */
final class WhisperxSttErrors extends FastApiErrors {
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;

    private final long bytesMax;

    /** @param bytesMax of a recording */
    WhisperxSttErrors(long bytesMax) {
        super("file");
        this.bytesMax = bytesMax;
    }

    @Override
    protected Answer told(Fault fault, int status) {
        return switch (fault.code()) {
            case MISSING_API_KEY -> detail(status, "API key is required. Please provide X-API-Key header.");
            case INVALID_API_KEY -> detail(FORBIDDEN, "Invalid API key.");
            case FILE_TOO_LARGE -> detail(status, "File too large. Maximum size is %dMB".formatted(bytesMax >> 20));
            case EMPTY_FILE -> detail(status, "The file has no bytes.");
            case JOB_NOT_FOUND -> detail(NOT_FOUND, fault.message());
            default -> super.told(fault, status);
        };
    }

    private static Answer detail(int status, String sentence) {
        return answer(status, new JsonObject().put("detail", sentence));
    }
}
