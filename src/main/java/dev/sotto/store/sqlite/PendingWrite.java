package dev.sotto.store.sqlite;

import dev.sotto.job.port.StoreException;
import dev.sotto.store.sql.Sql;
import dev.sotto.webhook.WebhookException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One write between the caller that waits for it and the thread that does it. */
final class PendingWrite<T> {
    private enum Stage {
        WAITING,
        BEGUN,
        /** The caller went away before it was begun: it must not be done behind the caller's back. */
        ABANDONED
    }

    private final Sql.Work<T> work;
    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.WAITING);
    private final CompletableFuture<T> answer = new CompletableFuture<>();
    private @Nullable T result;

    PendingWrite(Sql.Work<T> work) {
        this.work = work;
    }

    boolean begin() {
        return stage.compareAndSet(Stage.WAITING, Stage.BEGUN);
    }

    void run(Connection connection) throws SQLException {
        result = work.in(connection);
    }

    /** Keeps the first answer: a write that failed in its savepoint stays failed though its batch was committed. */
    void committed() {
        T value = result;
        if (value != null) {
            answer.complete(value);
        }
    }

    void failed(Throwable cause) {
        answer.completeExceptionally(cause);
    }

    /** Waits at most twice {@code wait}: to be begun, and to be done. */
    T await(Duration wait) {
        boolean wasInterrupted = false;
        try {
            for (int rounds = 0; rounds < 2; ) {
                try {
                    return answer.get(wait.toMillis(), TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    if (stage.compareAndSet(Stage.WAITING, Stage.ABANDONED)) {
                        throw StoreFault.busy();
                    }
                    rounds++;
                } catch (InterruptedException e) {
                    wasInterrupted = true;
                }
            }
            throw StoreFault.outcomeUnknown();
        } catch (ExecutionException e) {
            throw rethrown(e.getCause());
        } finally {
            if (wasInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static RuntimeException rethrown(@Nullable Throwable cause) {
        if (cause instanceof SQLException sql) {
            return StoreFault.of(sql);
        }
        if (cause instanceof StoreException store) {
            return new StoreException(store.error(), String.valueOf(store.getMessage()), store);
        }
        if (cause instanceof WebhookException webhook) {
            return new WebhookException(webhook);
        }
        if (cause instanceof IllegalArgumentException argument) {
            return new IllegalArgumentException(argument.getMessage(), argument);
        }
        return new IllegalStateException("a write to the store failed: " + cause, cause);
    }
}
