package dev.sotto.diarize;

/**
 * Port: two networks, one that hears who of up to three voices speaks in ten seconds of sound, and one that makes a vector
 * of a piece of one voice. Confined to one thread; a runtime exception means that the library failed.
 */
public interface SpeakerNetworks extends AutoCloseable {
    /** A chunk, 10 s at 16 kHz. */
    int CHUNK_SAMPLES = 160_000;

    /** Frames of a chunk, each {@link FrameGrid#STEP_SECONDS} long. */
    int CHUNK_FRAMES = 589;

    /** Nobody, voice 1, 2, 3, and two of them at once: 1 and 2, 1 and 3, 2 and 3. */
    int CLASSES = 7;

    /** Samples from one row of features to the next, 10 ms. */
    int ROW_HOP = 160;

    /** Samples that one row of features hears, 25 ms. */
    int ROW_SAMPLES = 400;

    /**
     * Hears chunks, each for itself: voice 1 of one need not be voice 1 of the next.
     *
     * @param samples of one or more chunks, one behind the other, in [-1, 1)
     * @return natural logarithms of the probabilities of the classes: a row of {@value #CLASSES} for each frame
     */
    float[] segment(float[] samples);

    /**
     * Makes a vector of each piece of one voice; the direction tells the voice, the length means nothing.
     *
     * @param samples of the pieces, one behind the other, in [-1, 1)
     * @param rows of features in each piece, at least 20; so it has {@code (rows - 1) * 160 + 400} samples
     * @return {@link VoiceSpace#size} numbers for each piece
     */
    float[] embed(float[] samples, int rows);

    /** What holds for the vectors of this network. */
    VoiceSpace voices();

    @Override
    void close();
}
