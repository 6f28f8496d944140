package dev.sotto.audio;

/**
 * How signed 16-bit samples lie in a file.
 *
 * @param offsetBytes where the first one begins
 * @param channels whose samples alternate
 * @param channel the one of interest, from 0
 * @param isBigEndian whether the higher byte comes first
 */
record SampleLayout(long offsetBytes, int channels, int channel, boolean isBigEndian) {
    static final int BYTES_PER_SAMPLE = 2;

    /** One channel, the lower byte first. */
    static SampleLayout plain(long offsetBytes) {
        return new SampleLayout(offsetBytes, 1, 0, false);
    }

    int frameBytes() {
        return channels * BYTES_PER_SAMPLE;
    }

    /** @param at where a frame begins */
    int sample(byte[] bytes, int at) {
        int first = at + channel * BYTES_PER_SAMPLE;
        return isBigEndian
                ? (bytes[first] << 8) | (bytes[first + 1] & 0xff)
                : (bytes[first] & 0xff) | (bytes[first + 1] << 8);
    }
}
