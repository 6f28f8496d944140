package dev.sotto.whisper;

import dev.sotto.whisper.decode.DecodingTask;
import dev.sotto.whisper.decode.Hypothesis;
import java.util.List;

/**
 * Port: slots of equal width on one network. A slot is one window being decoded; its width is the number of hypotheses
 * followed at once. Slots in use form a dense prefix {@code 0 .. count - 1}: the engine moves the last one into a hole, so
 * that the batch is always a view. Confined to the engine's thread; every method may throw a runtime exception when the
 * device fails.
 */
public interface SlotLane extends AutoCloseable {
    /** Hypotheses a slot. */
    int width();

    /** How many windows can be decoded at once. */
    int slots();

    /**
     * Puts a window into a slot: cross-attention keys and values, prompt, first logits.
     *
     * @param task with a search of this lane's width
     * @return the no-speech probability
     */
    double enter(int slot, AudioFeatures features, DecodingTask task);

    /**
     * Decodes the first {@code count} slots for up to {@code steps} steps; stops early when a slot is finished.
     *
     * @return one progress a slot
     */
    SlotProgress[] run(int count, int steps);

    /** What a slot has decoded so far, finished or not. */
    SlotHypotheses hypotheses(int slot);

    /** Moves a running slot to a free place. */
    void move(int source, int target);

    /** Gives the lane's memory back. */
    @Override
    void close();

    /**
     * How far a slot has come.
     *
     * @param lengthTokens prompt and sampled tokens of the longest hypothesis
     * @param finished whether every hypothesis, or the search, has come to its end
     */
    record SlotProgress(int lengthTokens, boolean finished) {}

    /**
     * What a slot has decoded.
     *
     * @param ended hypotheses that a beam search has seen to their end, in that order
     * @param rows where each row stands; in a beam search the most probable first
     */
    record SlotHypotheses(List<Hypothesis> ended, List<Hypothesis> rows) {
        public SlotHypotheses {
            ended = List.copyOf(ended);
            rows = List.copyOf(rows);
        }
    }
}
