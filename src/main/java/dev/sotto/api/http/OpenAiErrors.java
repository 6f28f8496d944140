package dev.sotto.api.http;

import dev.sotto.fault.Fault;
import dev.sotto.fault.FaultCode;
import io.vertx.core.json.JsonObject;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The body {@code {"error":{message,type,param,code}}} that OpenAI's clients parse. */
public final class OpenAiErrors implements ErrorShape {
    /** Reported without a code, as OpenAI does. */
    private static final Set<FaultCode> WITHOUT_CODE = EnumSet.of(
            FaultCode.MALFORMED_REQUEST,
            FaultCode.WEBHOOK_REFUSED,
            FaultCode.ORIGIN_REFUSED,
            FaultCode.CONTENT_TYPE_REFUSED,
            FaultCode.BODY_TOO_LARGE,
            FaultCode.URL_TOO_LONG,
            FaultCode.HEADERS_TOO_LONG,
            FaultCode.REQUEST_TOO_SLOW,
            FaultCode.CLIENT_GONE,
            FaultCode.INTERNAL);

    @Override
    public Answer of(Fault fault, int status) {
        JsonObject error = new JsonObject()
                .put("message", fault.message())
                .put("type", type(fault.code(), status))
                .put("param", fault.field().orElse(null))
                .put("code", code(fault));
        return new Answer(
                status, "application/json", new JsonObject().put("error", error).toBuffer());
    }

    private static String type(FaultCode code, int status) {
        if (code == FaultCode.INSUFFICIENT_QUOTA) {
            return "insufficient_quota";
        }
        if (status == 429) {
            return "rate_limit_error";
        }
        return status >= 500 ? "server_error" : "invalid_request_error";
    }

    private static @Nullable String code(Fault fault) {
        if (fault.cause().isPresent()) {
            return fault.cause().get().wireName();
        }
        return switch (fault.code()) {
            case STORE_FULL -> FaultCode.INSUFFICIENT_STORAGE.wireName();
            default -> WITHOUT_CODE.contains(fault.code()) ? null : fault.code().wireName();
        };
    }
}
