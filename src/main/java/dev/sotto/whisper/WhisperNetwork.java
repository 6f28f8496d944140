package dev.sotto.whisper;

import dev.sotto.whisper.decode.DecodingTask;
import dev.sotto.whisper.mel.FrameBlock;
import dev.sotto.whisper.word.AlignmentTask;
import dev.sotto.whisper.word.TokenAlignment;
import java.util.List;

/**
 * Port: the network of one checkpoint on one device, with room for a fixed number of slots.
 *
 * <p>A slot is one window being decoded. Slots in use form a dense prefix {@code 0 .. count - 1}: the engine moves the
 * last one into a hole, so that the batch is always a view. Confined to the engine's thread; every method may throw a
 * runtime exception when the device fails.
 */
public interface WhisperNetwork extends AutoCloseable {
    /** How many windows can be decoded at once. */
    int slots();

    /** Largest log10 mel power of the block, at least -10. */
    double logMelPeak(FrameBlock block);

    /**
     * Log-mel spectrogram and encoder.
     *
     * @param block at most one window; frames behind it are zero
     * @param peak log10 mel power of the whole recording
     */
    AudioFeatures encode(FrameBlock block, double peak);

    /**
     * Looks at the first decoder step only; uses {@code slot} as scratch, which must not be running.
     *
     * @param languageTokens ids of the language tokens to choose from
     */
    LanguageScores detectLanguage(int slot, AudioFeatures features, int[] languageTokens);

    /**
     * Puts a window into a slot: cross-attention keys and values, prompt, first logits.
     *
     * @return the no-speech probability
     */
    double enter(int slot, AudioFeatures features, DecodingTask task);

    /**
     * Decodes the first {@code count} slots for up to {@code steps} steps; stops early when a slot is finished.
     *
     * @return one progress a slot
     */
    SlotProgress[] run(int count, int steps);

    /** Tokens sampled so far in a slot, the end of text included where it was reached. */
    SlotTokens tokens(int slot);

    /**
     * Says where in each window each token of its known text is heard: one pass for all of them, which touches no slot.
     *
     * @return one alignment a window, in their order
     */
    List<TokenAlignment> align(List<KnownWindow> windows);

    /** Moves a running slot to a free place. */
    void move(int source, int target);

    @Override
    void close();

    /** A window whose text is known. */
    record KnownWindow(AudioFeatures features, AlignmentTask task) {}

    /**
     * How far a slot has come.
     *
     * @param lengthTokens prompt and sampled tokens
     * @param finished whether the end of text or the length limit is reached
     */
    record SlotProgress(int lengthTokens, boolean finished) {}

    /**
     * What a slot has decoded.
     *
     * @param sampled token ids behind the prompt
     * @param logProbability sum over the sampled tokens
     */
    @SuppressWarnings("ArrayRecordComponent") // read once and dropped; equality is never asked for
    record SlotTokens(int[] sampled, double logProbability) {}

    /**
     * What the first decoder step says of languages and speech.
     *
     * @param probabilities in the order of the tokens asked for, summing to 1
     * @param noSpeechProbability of the same window
     */
    @SuppressWarnings("ArrayRecordComponent") // read once and dropped; equality is never asked for
    record LanguageScores(float[] probabilities, double noSpeechProbability) {}
}
