package dev.sotto.outbound;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClientRequest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One piece of work with a deadline: whichever comes first, its end or the deadline, decides, and the connection is closed
 * unless the answer was read whole. Confined to its context.
 */
final class Exchange<T> {
    private final Context context;
    private final Promise<T> promise = Promise.promise();
    private final long deadline;
    private @Nullable HttpClientRequest request;
    private boolean hasEnded;

    /** Starts the deadline. */
    Exchange(Context context, OutboundUrl url, Duration limit) {
        this.context = context;
        deadline = context.owner()
                .setTimer(
                        limit.toMillis(),
                        id -> context.runOnContext(any -> fail(OutboundException.timedOut(url, limit))));
    }

    Future<T> future() {
        return promise.future();
    }

    boolean hasEnded() {
        return hasEnded;
    }

    /**
     * Takes over a connection.
     *
     * @return false if the exchange has ended meanwhile and the connection was closed
     */
    boolean attach(HttpClientRequest opened) {
        request = opened;
        if (hasEnded) {
            opened.reset();
        }
        return !hasEnded;
    }

    /** Lets go of a connection that is no longer needed, such as a redirect's. */
    void detach() {
        if (request != null) {
            request.reset();
            request = null;
        }
    }

    void complete(T result) {
        if (end()) {
            promise.complete(result);
        }
    }

    void fail(Throwable fault) {
        if (end()) {
            promise.fail(fault);
        }
    }

    private boolean end() {
        if (hasEnded) {
            return false;
        }
        hasEnded = true;
        context.owner().cancelTimer(deadline);
        detach();
        return true;
    }
}
