package dev.sotto.service;

import dev.sotto.fault.Fault;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * One pull as it was at one moment.
 *
 * @param model its name, aliases resolved
 * @param bytesDone of the files that are fetched
 * @param bytesTotal 0 until the hub has said it
 * @param fault why it failed; empty otherwise
 */
public record ModelPull(
        String id,
        String model,
        State state,
        long bytesDone,
        long bytesTotal,
        Optional<Fault> fault,
        Instant createdAt,
        Optional<Instant> endedAt) {
    /** Waiting for its turn, under way, and the three ends. */
    public enum State {
        QUEUED,
        RUNNING,
        SUCCEEDED,
        FAILED,
        CANCELLED;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        public boolean isFinal() {
            return this != QUEUED && this != RUNNING;
        }
    }

    /** Its turn has come, unless it was cancelled before. */
    ModelPull begun() {
        return state.isFinal()
                ? this
                : new ModelPull(id, model, State.RUNNING, bytesDone, bytesTotal, fault, createdAt, endedAt);
    }

    ModelPull at(long done, long total) {
        return new ModelPull(id, model, state, done, total, fault, createdAt, endedAt);
    }

    ModelPull ended(State end, Optional<Fault> why, Instant now) {
        return new ModelPull(id, model, end, bytesDone, bytesTotal, why, createdAt, Optional.of(now));
    }
}
