package dev.sotto.vad;

/**
 * Port: says for each window of {@value #WINDOW_SAMPLES} samples how probable speech is in it. Holds no recording's
 * state: the caller carries it from block to block. Confined to one thread; a runtime exception means that the library
 * failed.
 */
public interface SpeechNetwork extends AutoCloseable {
    /** New samples of one window, 32 ms. */
    int WINDOW_SAMPLES = 512;

    /** Samples before a window that it sees again; zeros before the first. */
    int CONTEXT_SAMPLES = 64;

    /** Numbers that a recording carries from block to block; zeros before the first. */
    int STATE_NUMBERS = 256;

    /**
     * Listens to consecutive windows.
     *
     * @param samples {@value #CONTEXT_SAMPLES} of context and {@value #WINDOW_SAMPLES} for each window, in [-1, 1]
     * @param state as the block before returned it
     */
    Heard hear(float[] samples, float[] state);

    @Override
    void close();

    /**
     * One block's answer.
     *
     * @param probabilities one a window, within [0, 1]
     * @param state for the next block
     */
    @SuppressWarnings("ArrayRecordComponent") // read once and dropped; equality is never asked for
    record Heard(float[] probabilities, float[] state) {}
}
