package dev.sotto.whisper;

import dev.sotto.whisper.mel.FrameBlock;
import dev.sotto.whisper.word.AlignmentTask;
import dev.sotto.whisper.word.TokenAlignment;
import java.util.List;

/**
 * Port: the network of one checkpoint on one device. Confined to the engine's thread; every method may throw a runtime
 * exception when the device fails.
 */
public interface WhisperNetwork extends AutoCloseable {
    /** Largest log10 mel power of the block, at least -10. */
    double logMelPeak(FrameBlock block);

    /**
     * Log-mel spectrogram and encoder.
     *
     * @param block at most one window; frames behind it are zero
     * @param peak log10 mel power of the whole recording
     * @param positions of the output to compute, enough for the block; all of them if the network has fewer
     */
    AudioFeatures encode(FrameBlock block, double peak, int positions);

    /** As the other one, with all positions that the network has. */
    default AudioFeatures encode(FrameBlock block, double peak) {
        return encode(block, peak, Integer.MAX_VALUE);
    }

    /**
     * Looks at the first decoder step only; needs no slot.
     *
     * @param languageTokens ids of the language tokens to choose from
     */
    LanguageScores detectLanguage(AudioFeatures features, int[] languageTokens);

    /**
     * Makes room for windows to be decoded. At most one lane of a width may be open.
     *
     * @param width hypotheses a window
     * @param slots windows at once
     */
    SlotLane openLane(int width, int slots);

    /**
     * Says where in each window each token of its known text is heard: one pass for all of them, which touches no slot.
     *
     * @return one alignment a window, in their order
     */
    List<TokenAlignment> align(List<KnownWindow> windows);

    @Override
    void close();

    /** A window whose text is known. */
    record KnownWindow(AudioFeatures features, AlignmentTask task) {}

    /**
     * What the first decoder step says of languages and speech.
     *
     * @param probabilities in the order of the tokens asked for, summing to 1
     * @param noSpeechProbability of the same window
     */
    @SuppressWarnings("ArrayRecordComponent") // read once and dropped; equality is never asked for
    record LanguageScores(float[] probabilities, double noSpeechProbability) {}
}
