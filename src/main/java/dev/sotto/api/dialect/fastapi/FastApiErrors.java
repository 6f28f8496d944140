package dev.sotto.api.dialect.fastapi;

import dev.sotto.api.http.ErrorShape;
import dev.sotto.fault.Fault;
import dev.sotto.fault.FaultCode;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** {@code {"detail": "a sentence"}}; a field that is missing or wrong is told in the list of {@link Parameters}. */
public class FastApiErrors implements ErrorShape {
    private static final int UNPROCESSABLE = 422;

    private static final String BODY = "body";

    private final String fileField;
    private final String place;

    /** @param fileField of the recording: the one that a body which is no form lacks */
    public FastApiErrors(String fileField) {
        this(fileField, BODY);
    }

    /** @param place where the options of a recording are sent, such as {@code query} */
    protected FastApiErrors(String fileField, String place) {
        this.fileField = fileField;
        this.place = place;
    }

    @Override
    public final Answer of(Fault fault, int status) {
        return switch (fault.code()) {
            case MISSING_REQUIRED_PARAMETER -> list(missing(fault.field().orElse(fileField)));
            case CONTENT_TYPE_REFUSED -> list(missing(fileField));
            case INVALID_VALUE, UNSUPPORTED_VALUE, INVALID_OPTION ->
                fault.field().isPresent() ? list(wrong(fault, fault.field().get())) : told(fault, status);
            default -> told(fault, status);
        };
    }

    /** A dialect may say it in its own words, or with another status. */
    protected Answer told(Fault fault, int status) {
        return answer(status, new JsonObject().put("detail", sentence(fault)));
    }

    /** As FastAPI says it of itself. */
    protected static String sentence(Fault fault) {
        return switch (fault.code()) {
            case UNKNOWN_URL -> "Not Found";
            case METHOD_NOT_ALLOWED -> "Method Not Allowed";
            default -> fault.message();
        };
    }

    /** With a body of JSON. */
    protected static Answer answer(int status, JsonObject body) {
        return new Answer(status, "application/json", body.toBuffer());
    }

    private static Answer list(JsonObject entry) {
        return answer(UNPROCESSABLE, new JsonObject().put("detail", new JsonArray().add(entry)));
    }

    private static JsonObject missing(String field) {
        return new JsonObject()
                .put("type", "missing")
                .put("loc", new JsonArray().add(BODY).add(field))
                .put("msg", "Field required")
                .putNull("input");
    }

    private JsonObject wrong(Fault fault, String field) {
        return new JsonObject()
                .put("type", "value_error")
                .put("loc", new JsonArray().add(place).add(field))
                .put("msg", "Value error, " + fault.message())
                .putNull("input");
    }

    /** Whether a job failed so for what its recording is. */
    protected static boolean isOfRecording(FaultCode code) {
        return switch (code) {
            case EMPTY_FILE, INVALID_MEDIA, NO_AUDIO_STREAM, MEDIA_LIMIT_EXCEEDED -> true;
            default -> false;
        };
    }
}
