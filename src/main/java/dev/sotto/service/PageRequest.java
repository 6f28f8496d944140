package dev.sotto.service;

import java.util.Optional;

/**
 * Which part of a list is wanted.
 *
 * @param after id of the last item of the page before
 * @param limit items at most
 */
public record PageRequest(Optional<String> after, int limit) {
    /** What to ask a store for: the item that is too many shows that there are more. */
    int limitOfStore() {
        return limit + 1;
    }
}
