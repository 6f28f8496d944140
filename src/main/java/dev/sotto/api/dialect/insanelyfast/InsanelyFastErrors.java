package dev.sotto.api.dialect.insanelyfast;

import dev.sotto.api.dialect.fastapi.FastApiErrors;
import dev.sotto.fault.Fault;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** {@code Unauthorized} whatever is wrong with the key; a recording that cannot be transcribed is 500 there. */
final class InsanelyFastErrors extends FastApiErrors {
    private static final int UNAUTHORIZED = 401;
    private static final int UNPROCESSABLE = 422;
    private static final int FAILED = 500;

    InsanelyFastErrors() {
        super("url");
    }

    @Override
    protected Answer told(Fault fault, int status) {
        return switch (fault.code()) {
            case MISSING_API_KEY, INVALID_API_KEY -> detail(UNAUTHORIZED, "Unauthorized");
            case JOB_NOT_FOUND -> detail(status, "Task not found");
            case CANCELLED -> detail(FAILED, "Task Cancelled");
            case MALFORMED_REQUEST -> answer(UNPROCESSABLE, new JsonObject().put("detail", undecodable(fault)));
            default -> isOfRecording(fault.code()) ? detail(FAILED, fault.message()) : super.told(fault, status);
        };
    }

    private static Answer detail(int status, String sentence) {
        return answer(status, new JsonObject().put("detail", sentence));
    }

    private static JsonArray undecodable(Fault fault) {
        return new JsonArray()
                .add(new JsonObject()
                        .put("type", "json_invalid")
                        .put("loc", new JsonArray().add("body").add(0))
                        .put("msg", "JSON decode error")
                        .put("input", new JsonObject())
                        .put("ctx", new JsonObject().put("error", fault.message())));
    }
}
