package dev.sotto.api.dialect.whisperapiservice;

import dev.sotto.api.http.ErrorShape;
import dev.sotto.fault.Fault;
import dev.sotto.fault.FaultCode;
import io.vertx.core.json.JsonObject;

/** {@code {"error": "a sentence"}}; of a task that is not there also what its status would hold. */
final class ServiceErrors implements ErrorShape {
    private static final int BAD_REQUEST = 400;

    @Override
    public Answer of(Fault fault, int status) {
        JsonObject body = new JsonObject().put("error", message(fault));
        if (fault.code() == FaultCode.JOB_NOT_FOUND) {
            body.put("status", "FAILURE").putNull("result").put("error_info", message(fault));
        }
        int answered = fault.code() == FaultCode.MODEL_NOT_FOUND ? BAD_REQUEST : status;
        return new Answer(answered, "application/json", body.toBuffer());
    }

    private static String message(Fault fault) {
        return switch (fault.code()) {
            case INVALID_VALUE, UNSUPPORTED_VALUE, INVALID_OPTION, MODEL_NOT_FOUND ->
                "Failed to submit task: " + fault.message();
            default -> fault.message();
        };
    }
}
