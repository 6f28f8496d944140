package dev.sotto.service;

import java.util.List;
import java.util.function.Function;

/**
 * A part of a list.
 *
 * @param hasMore whether the list goes on behind these items
 */
public record Page<T>(List<T> items, boolean hasMore) {
    public Page {
        items = List.copyOf(items);
    }

    /**
     * Of what a store found.
     *
     * @param found one item more than {@code limit} if there are more
     */
    static <T> Page<T> of(List<T> found, int limit) {
        return new Page<>(found.subList(0, Math.min(limit, found.size())), found.size() > limit);
    }

    public <R> Page<R> map(Function<T, R> document) {
        return new Page<>(items.stream().map(document).toList(), hasMore);
    }
}
