package dev.sotto.diarize;

import dev.sotto.audio.Waveform;

/**
 * What the segmentation heard: in each chunk, for each frame, which of its up to three voices speak, and how surely. A
 * chunk's voices are its own; nothing here says which of them are one speaker. About 4 MB an hour.
 */
public final class HeardChunks {
    /** Voices that a chunk can tell apart. */
    static final int SLOTS = 3;

    static final int FRAMES = SpeakerNetworks.CHUNK_FRAMES;

    private static final int CHUNK = SpeakerNetworks.CHUNK_SAMPLES;
    private static final int HOP = CHUNK / 2;
    /** The voices of each class, one bit a voice. */
    private static final int[] VOICES = {0, 1, 2, 4, 3, 5, 6};

    private final long sampleCount;
    private final int chunks;
    private final byte[] classes; // [chunk][frame]
    private final float[] probabilities; // [chunk][frame][slot]

    HeardChunks(long sampleCount) {
        this.sampleCount = sampleCount;
        this.chunks = count(sampleCount);
        this.classes = new byte[Math.multiplyExact(chunks, FRAMES)];
        this.probabilities = new float[Math.multiplyExact(classes.length, SLOTS)];
    }

    /** Full chunks every 5 s, and one that reaches past the end if a rest remains; none below a row of features. */
    private static int count(long sampleCount) {
        if (sampleCount < SpeakerNetworks.ROW_SAMPLES) {
            return 0;
        }
        if (sampleCount < CHUNK) {
            return 1;
        }
        long rest = sampleCount - CHUNK;
        return Math.toIntExact(rest / HOP + 1 + (rest % HOP > 0 ? 1 : 0));
    }

    /** First sample of a chunk. */
    static long start(int chunk) {
        return (long) chunk * HOP;
    }

    /**
     * Keeps what was heard of consecutive chunks.
     *
     * @param first of the chunks
     * @param logProbabilities as {@link SpeakerNetworks#segment} gives them
     */
    void hear(int first, float[] logProbabilities) {
        float[] row = new float[SpeakerNetworks.CLASSES];
        for (int i = 0; i < logProbabilities.length / row.length; i++) {
            int best = 0;
            for (int k = 0; k < row.length; k++) {
                float heard = logProbabilities[i * row.length + k];
                best = heard > logProbabilities[i * row.length + best] ? k : best;
                row[k] = (float) Math.exp(heard);
            }
            put(first * FRAMES + i, best, row);
        }
    }

    /** @param place chunk times {@link #FRAMES}, plus the frame within the chunk */
    void put(int place, int mostProbable, float[] classProbabilities) {
        classes[place] = (byte) mostProbable;
        for (int slot = 0; slot < SLOTS; slot++) {
            float sum = 0;
            for (int k = 1; k < VOICES.length; k++) {
                sum += (VOICES[k] >> slot & 1) == 1 ? classProbabilities[k] : 0;
            }
            probabilities[place * SLOTS + slot] = sum;
        }
    }

    /** As {@link #put}, of what was heard before. */
    void restore(int place, int mostProbable, float[] slotProbabilities) {
        classes[place] = (byte) mostProbable;
        System.arraycopy(slotProbabilities, 0, probabilities, place * SLOTS, SLOTS);
    }

    /** Length of the recording. */
    long sampleCount() {
        return sampleCount;
    }

    double durationSeconds() {
        return (double) sampleCount / Waveform.SAMPLE_RATE;
    }

    int chunks() {
        return chunks;
    }

    /** Frames of the recording, those of the last chunk's padding among them. */
    int frames() {
        return chunks == 0 ? 0 : offset(chunks - 1) + FRAMES;
    }

    /** The recording's frame that is a chunk's first. */
    int offset(int chunk) {
        return FrameGrid.offset(start(chunk));
    }

    /** 0 for nobody, 1 to 3 for one voice alone, above for two. */
    int heardClass(int chunk, int frame) {
        return classes[chunk * FRAMES + frame];
    }

    boolean speaks(int chunk, int frame, int slot) {
        return (VOICES[heardClass(chunk, frame)] >> slot & 1) == 1;
    }

    boolean speaksAlone(int chunk, int frame, int slot) {
        return VOICES[heardClass(chunk, frame)] == 1 << slot;
    }

    float probability(int chunk, int frame, int slot) {
        return probabilities[(chunk * FRAMES + frame) * SLOTS + slot];
    }
}
