package dev.sotto.api.dialect.whispercpp;

import dev.sotto.api.http.ErrorShape;
import dev.sotto.fault.Fault;
import io.vertx.core.json.JsonObject;

/** {@code {"error": "a sentence"}}. */
final class WhisperCppErrors implements ErrorShape {
    @Override
    public Answer of(Fault fault, int status) {
        String message =
                switch (fault.code()) {
                    case EMPTY_FILE, INVALID_MEDIA, NO_AUDIO_STREAM -> "failed to read audio data";
                    default -> fault.message();
                };
        return new Answer(
                status,
                "application/json",
                new JsonObject().put("error", message).toBuffer());
    }
}
