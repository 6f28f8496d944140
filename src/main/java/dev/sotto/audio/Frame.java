package dev.sotto.audio;

import java.util.Optional;

/**
 * The head of a frame of MPEG audio (ISO 11172-3, 13818-3, and the 2.5 of Fraunhofer) or of AAC in ADTS (ISO 13818-7).
 *
 * @param kind of all frames of one file: version, layer, sample rate
 * @param bytes with the head
 */
record Frame(int kind, int bytes, double seconds) {
    static final int HEAD_BYTES = 7;

    private static final int[] RATES = {44_100, 48_000, 32_000};
    private static final int[] ADTS_RATES = {
        96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350
    };
    /** In kbit/s. */
    private static final int[][] BIT_RATES = {
        {32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448},
        {32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384},
        {32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320},
        {32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256},
        {8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160}
    };

    boolean isLike(Frame other) {
        return kind == other.kind;
    }

    /** @param head the first four bytes */
    static Optional<Frame> ofMpeg(int head) {
        int version = head >>> 19 & 3; // 3: MPEG-1, 2: MPEG-2, 0: 2.5
        int layer = 4 - (head >>> 17 & 3);
        int bitRate = head >>> 12 & 15;
        int rate = head >>> 10 & 3;
        if (head >>> 21 != 0x7ff || version == 1 || layer == 4 || bitRate == 0 || bitRate == 15 || rate == 3) {
            return Optional.empty();
        }
        boolean isFirst = version == 3;
        int hertz = RATES[rate] >> (isFirst ? 0 : version == 2 ? 1 : 2);
        int table = isFirst ? layer - 1 : layer == 1 ? 3 : 4;
        int bitsPerSecond = BIT_RATES[table][bitRate - 1] * 1000;
        int samples = layer == 1 ? 384 : layer == 3 && !isFirst ? 576 : 1152;
        int slot = layer == 1 ? 4 : 1;
        int slots = (int) ((long) samples / 8 * bitsPerSecond / hertz / slot) + (head >>> 9 & 1);
        return Optional.of(new Frame(head & 0x001e_0c00, slots * slot, (double) samples / hertz));
    }

    /** @param head the first seven bytes, the first one highest */
    static Optional<Frame> ofAdts(long head) {
        int rate = (int) (head >>> 34 & 15);
        int bytes = (int) (head >>> 13 & 0x1fff);
        if (head >>> 44 != 0xfff || (head >>> 41 & 3) != 0 || rate >= ADTS_RATES.length || bytes < HEAD_BYTES) {
            return Optional.empty();
        }
        int samples = 1024 * ((int) (head & 3) + 1);
        return Optional.of(new Frame(rate, bytes, (double) samples / ADTS_RATES[rate]));
    }
}
