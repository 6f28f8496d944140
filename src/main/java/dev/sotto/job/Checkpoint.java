package dev.sotto.job;

/**
 * One finished window of a running job, kept so that the next attempt begins behind it. The checkpoints of a job, in
 * order, are its partial result.
 *
 * @param sequence from 0 without a gap
 * @param progress after this window
 * @param part what this window adds to the result; opaque here
 * @param resume what the next window needs to know; opaque here, only the last one's matters
 */
public record Checkpoint(int sequence, Progress progress, String part, String resume) {
    public Checkpoint {
        if (sequence < 0) {
            throw new IllegalArgumentException("checkpoint %d; expected 0 or more".formatted(sequence));
        }
    }
}
