package dev.sotto.job;

import java.util.random.RandomGenerator;

/** Names one job for ever. Foreign ids cannot be guessed: 128 random bits. */
public record JobId(String value) {
    private static final int LENGTH_MAX = 64;

    public JobId {
        if (!value.matches("[A-Za-z0-9_-]{1,%d}".formatted(LENGTH_MAX))) {
            throw new IllegalArgumentException("a job id is 1 to %d letters, digits, _ or -".formatted(LENGTH_MAX));
        }
    }

    /** Draws 128 bits; the generator must be a secure one wherever ids protect anything. */
    public static JobId draw(RandomGenerator random) {
        return new JobId("job_" + RandomName.draw(random));
    }

    @Override
    public String toString() {
        return value;
    }
}
