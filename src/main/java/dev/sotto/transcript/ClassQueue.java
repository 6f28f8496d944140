package dev.sotto.transcript;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one resource: interactive work first, each class in the order of coming. While both wait, every fourth that
 * is taken is bulk. Not thread-safe.
 */
public final class ClassQueue<T> {
    private static final int INTERACTIVE_IN_A_ROW = 3;

    private final Deque<T> interactive = new ArrayDeque<>();
    private final Deque<T> bulk = new ArrayDeque<>();
    private int inARow; // interactive ones taken since the last bulk one, while bulk ones waited

    public void add(WorkClass workClass, T item) {
        (workClass == WorkClass.INTERACTIVE ? interactive : bulk).add(item);
    }

    /** The one that {@link #poll} would take; null if none waits. */
    public @Nullable T peek() {
        return isBulkTurn() ? bulk.peek() : interactive.peek();
    }

    /** Takes the next one; null if none waits. */
    public @Nullable T poll() {
        boolean isBulkTurn = isBulkTurn();
        inARow = isBulkTurn || bulk.isEmpty() ? 0 : inARow + 1;
        return isBulkTurn ? bulk.poll() : interactive.poll();
    }

    private boolean isBulkTurn() {
        return interactive.isEmpty() || (!bulk.isEmpty() && inARow >= INTERACTIVE_IN_A_ROW);
    }

    public boolean isEmpty() {
        return interactive.isEmpty() && bulk.isEmpty();
    }

    public void removeIf(Predicate<T> isOver) {
        interactive.removeIf(isOver);
        bulk.removeIf(isOver);
    }

    public void forEach(Consumer<T> action) {
        interactive.forEach(action);
        bulk.forEach(action);
    }

    public void clear() {
        interactive.clear();
        bulk.clear();
    }
}
