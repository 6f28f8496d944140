package dev.sotto.api.sotto;

import dev.sotto.api.http.ErrorShape;
import dev.sotto.fault.Fault;
import io.vertx.core.json.JsonObject;
import java.util.Locale;

/**
 * Problem details as RFC 9457 has them, with the code and the field of the fault as members of their own. The code is that of
 * failed jobs and of webhooks too.
 */
final class ProblemErrors implements ErrorShape {
    private static final String TYPE = "urn:sotto:problem:";
    private static final String REQUEST = "urn:sotto:request:";

    @Override
    public Answer of(Fault fault, int status) {
        return of(fault, status, "");
    }

    @Override
    public Answer of(Fault fault, int status, String request) {
        String code = fault.cause().orElse(fault.code()).wireName();
        JsonObject problem = new JsonObject()
                .put("type", TYPE + code)
                .put("title", title(code))
                .put("status", status)
                .put("detail", fault.message());
        if (!request.isEmpty()) {
            problem.put("instance", REQUEST + request);
        }
        problem.put("code", code);
        fault.field().ifPresent(field -> problem.put("field", field));
        return new Answer(status, "application/problem+json", problem.toBuffer());
    }

    /** {@code job_not_found} as {@code Job not found}: the same for every occurrence. */
    private static String title(String code) {
        String words = code.replace('_', ' ');
        return words.substring(0, 1).toUpperCase(Locale.ROOT)
                + words.substring(1).replace("api key", "API key").replace("url", "URL");
    }
}
