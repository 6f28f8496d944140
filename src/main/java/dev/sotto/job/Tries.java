package dev.sotto.job;

/**
 * What a job has been through.
 *
 * @param attempt 0 before the first claim, 1 during the first attempt; an attempt handed back by a shutdown is not counted
 * @param failures passing faults in a row, without a checkpoint between them
 * @param losses workers lost in a row, without a checkpoint between them
 * @param fence claims ever made; see {@link Lease}
 * @param generation how often it was retried by hand; each generation ends once
 */
public record Tries(int attempt, int failures, int losses, long fence, int generation) {
    public static final Tries NONE = new Tries(0, 0, 0, 0, 0);

    Tries claimed() {
        return new Tries(attempt + 1, failures, losses, fence + 1, generation);
    }

    Tries failed() {
        return new Tries(attempt, failures + 1, losses, fence, generation);
    }

    Tries lost() {
        return new Tries(attempt, failures, losses + 1, fence, generation);
    }

    Tries released() {
        return new Tries(attempt - 1, failures, losses, fence, generation);
    }

    /** It got further: whatever stopped it before does not stop it at the same place again. */
    Tries progressed() {
        return new Tries(attempt, 0, 0, fence, generation);
    }

    Tries retried() {
        return new Tries(0, 0, 0, fence, generation + 1);
    }
}
