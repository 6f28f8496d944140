package dev.sotto.bus;

import io.vertx.core.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A question of which one is under way at most: who asks meanwhile gets its answer too. Without this, probes of a store that
 * hangs would take one worker thread after the other. Belongs to one event loop.
 */
public final class SingleFlight<T> {
    private final Supplier<Future<T>> question;
    private @Nullable Future<T> running;

    public SingleFlight(Supplier<Future<T>> question) {
        this.question = question;
    }

    public Future<T> ask() {
        Future<T> before = running;
        if (before != null) {
            return before;
        }
        Future<T> asked = question.get();
        if (!asked.isComplete()) {
            running = asked;
            asked.onComplete(done -> running = null);
        }
        return asked;
    }
}
