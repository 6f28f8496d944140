package dev.sotto.diarize;

/** How many speak at each frame: the mean over the chunks that hear it of the sum of their voices' probabilities, rounded. */
final class SpeakerCounts {
    private SpeakerCounts() {}

    /** Expected number of speakers of each frame. */
    static double[] means(HeardChunks heard) {
        double[] means = new double[heard.frames()];
        byte[] hearing = hearing(heard);
        for (int chunk = 0; chunk < heard.chunks(); chunk++) {
            int offset = heard.offset(chunk);
            for (int frame = 0; frame < HeardChunks.FRAMES; frame++) {
                float sum = 0;
                for (int slot = 0; slot < HeardChunks.SLOTS; slot++) {
                    sum += heard.probability(chunk, frame, slot);
                }
                means[offset + frame] += sum;
            }
        }
        for (int frame = 0; frame < means.length; frame++) {
            means[frame] /= Math.max(1, hearing[frame]);
        }
        return means;
    }

    /** Number of chunks that hear each frame. */
    static byte[] hearing(HeardChunks heard) {
        byte[] hearing = new byte[heard.frames()];
        for (int chunk = 0; chunk < heard.chunks(); chunk++) {
            int offset = heard.offset(chunk);
            for (int frame = 0; frame < HeardChunks.FRAMES; frame++) {
                hearing[offset + frame]++;
            }
        }
        return hearing;
    }

    static byte[] rounded(double[] means) {
        byte[] counts = new byte[means.length];
        for (int frame = 0; frame < means.length; frame++) {
            counts[frame] = (byte) Math.floor(means[frame] + 0.5);
        }
        return counts;
    }
}
