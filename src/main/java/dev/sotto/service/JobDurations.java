package dev.sotto.service;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * How long the last few jobs took: their median, since one recording of hours among clips, or one job beside which the machine
 * was busy, says little of the next. Confined to one thread.
 */
final class JobDurations {
    private static final int KEPT = 15;

    private final Deque<Double> latest = new ArrayDeque<>();

    void add(double seconds) {
        if (latest.size() == KEPT) {
            latest.removeFirst();
        }
        latest.addLast(seconds);
    }

    /** Seconds; of an even number the lower of the two in the middle. */
    Optional<Double> median() {
        List<Double> sorted = latest.stream().sorted().toList();
        return sorted.isEmpty() ? Optional.empty() : Optional.of(sorted.get((sorted.size() - 1) / 2));
    }
}
