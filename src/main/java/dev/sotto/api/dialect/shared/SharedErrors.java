package dev.sotto.api.dialect.shared;

import dev.sotto.api.http.ErrorShape;
import dev.sotto.fault.Fault;
import dev.sotto.fault.FaultCode;
import io.vertx.core.json.JsonObject;

/** Errors in which the clients of each dialect find the key that they look for. */
final class SharedErrors implements ErrorShape {
    @Override
    public Answer of(Fault fault, int status) {
        boolean isUnknownTask = fault.code() == FaultCode.JOB_NOT_FOUND;
        String message = isUnknownTask ? "Task not found" : fault.message();
        JsonObject body = new JsonObject().put("detail", message).put("error", message);
        if (isUnknownTask) {
            body.putNull("task_id").put("status", "FAILURE").putNull("result").put("error_info", message);
        }
        return new Answer(status, "application/json", body.toBuffer());
    }
}
