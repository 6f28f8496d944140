package dev.sotto.api.dialect.whisperxfastapi;

import dev.sotto.api.dialect.fastapi.FastApiErrors;
import dev.sotto.fault.Fault;
import dev.sotto.fault.FaultCode;
import io.vertx.core.json.JsonObject;

/** Faults that no operation tells in its own words. */
final class WhisperxFastApiErrors extends FastApiErrors {
    private static final int UNPROCESSABLE = 422;

    WhisperxFastApiErrors() {
        super("file", "query");
    }

    /** The request is named in the object of newer versions, as operations name it in theirs. */
    @Override
    public Answer of(Fault fault, int status, String request) {
        Answer answer = of(fault, status);
        JsonObject body = new JsonObject(answer.body());
        JsonObject error = body.getJsonObject("error");
        if (error == null) {
            return answer;
        }
        error.put("correlation_id", request);
        return answer(answer.status(), body);
    }

    @Override
    protected Answer told(Fault fault, int status) {
        String sentence = sentence(fault);
        boolean isOfValidation = fault.code() == FaultCode.MODEL_NOT_FOUND || fault.code() == FaultCode.FILE_TOO_LARGE;
        int told = isOfValidation ? UNPROCESSABLE : status;
        return answer(told, ErrorAnswer.body(code(fault.code(), status), sentence, sentence));
    }

    private static String code(FaultCode code, int status) {
        return switch (code) {
            case JOB_NOT_FOUND -> "TASK_NOT_FOUND";
            case MODEL_NOT_FOUND, MODEL_INVALID -> "MODEL_LOAD_ERROR";
            case FILE_TOO_LARGE -> "AUDIO_TOO_LARGE";
            case EMPTY_FILE, INVALID_MEDIA, NO_AUDIO_STREAM, MEDIA_LIMIT_EXCEEDED -> "AUDIO_PROCESSING_ERROR";
            case STORE_FULL, UNAVAILABLE -> "DATABASE_OPERATION_ERROR";
            case INTERNAL -> "INTERNAL_ERROR";
            case MALFORMED_REQUEST -> "VALIDATION_ERROR";
            default -> status < 500 ? code.name() : "INFRASTRUCTURE_ERROR";
        };
    }
}
