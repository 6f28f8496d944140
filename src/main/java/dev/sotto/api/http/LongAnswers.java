package dev.sotto.api.http;

import dev.sotto.fault.FaultException;
import dev.sotto.service.Faults;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/** Sends what may be megabytes long, and counts it in {@link AnswerRoom} until its reader has taken it. */
public final class LongAnswers {
    private LongAnswers() {}

    /** To a caller who has waited for it. */
    public static void send(RoutingContext context, String contentType, Buffer answer) {
        if (context.response().closed()) {
            return;
        }
        int bytes = answer.length();
        AnswerRoom.SHARED.holds(bytes);
        context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, contentType)
                .end(answer)
                .onComplete(written -> AnswerRoom.SHARED.taken(bytes));
    }

    /** To a caller who may as well ask again: refused while too much lies in memory that its readers do not take. */
    public static void sendIfRoom(RoutingContext context, String contentType, Buffer answer) {
        if (AnswerRoom.SHARED.has(answer.length())) {
            send(context, contentType, answer);
        } else if (!context.response().closed()) {
            context.fail(new FaultException(Faults.unavailable(
                    "Too many results wait for their readers; read those that you asked for, or try again later.")));
        }
    }
}
