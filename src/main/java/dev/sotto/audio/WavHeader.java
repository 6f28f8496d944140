package dev.sotto.audio;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the samples lie in a WAV file that is already what a {@link Waveform} is: 16 kHz, mono, 16-bit PCM, every length in it
 * true. Any doubt, a single odd field, gives nothing, and the file goes through ffmpeg like all others.
 *
 * @param dataOffsetBytes from the beginning of the file to the first sample
 */
record WavHeader(long dataOffsetBytes, long sampleCount) {
    private static final int CHUNKS_MAX = 64;
    private static final int RIFF_BYTES = 12;
    private static final int CHUNK_HEADER_BYTES = 8;
    private static final int FORMAT_BYTES = 16;
    private static final int PCM = 1;
    private static final int BYTES_PER_SAMPLE = 2;

    /** Reads a few hundred bytes at most. */
    static Optional<WavHeader> read(Path path) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            if (file.length() < RIFF_BYTES) {
                return Optional.empty();
            }
            ByteBuffer riff = next(file, RIFF_BYTES);
            boolean isTrueRiff = name(riff, 0).equals("RIFF")
                    && unsigned(riff, 4) + CHUNK_HEADER_BYTES == file.length()
                    && name(riff, 8).equals("WAVE");
            return isTrueRiff ? chunks(file) : Optional.empty();
        }
    }

    private static Optional<WavHeader> chunks(RandomAccessFile file) throws IOException {
        boolean isFormatSeen = false;
        for (int i = 0; i < CHUNKS_MAX && file.length() - file.getFilePointer() >= CHUNK_HEADER_BYTES; i++) {
            ByteBuffer header = next(file, CHUNK_HEADER_BYTES);
            long length = unsigned(header, 4);
            long start = file.getFilePointer();
            if (start + length > file.length()) {
                return Optional.empty();
            }
            if (name(header, 0).equals("data")) {
                return isFormatSeen ? data(start, length) : Optional.empty();
            }
            if (name(header, 0).equals("fmt ")) {
                if (isFormatSeen || !isOurFormat(file, length)) {
                    return Optional.empty();
                }
                isFormatSeen = true;
            }
            file.seek(start + length + (length & 1));
        }
        return Optional.empty();
    }

    private static Optional<WavHeader> data(long start, long length) {
        boolean isWhole = length > 0 && length % BYTES_PER_SAMPLE == 0;
        return isWhole ? Optional.of(new WavHeader(start, length / BYTES_PER_SAMPLE)) : Optional.empty();
    }

    private static boolean isOurFormat(RandomAccessFile file, long length) throws IOException {
        if (length != FORMAT_BYTES) {
            return false;
        }
        ByteBuffer format = next(file, FORMAT_BYTES);
        return format.getShort(0) == PCM
                && format.getShort(2) == 1
                && format.getInt(4) == Waveform.SAMPLE_RATE
                && format.getInt(8) == Waveform.SAMPLE_RATE * BYTES_PER_SAMPLE
                && format.getShort(12) == BYTES_PER_SAMPLE
                && format.getShort(14) == 8 * BYTES_PER_SAMPLE;
    }

    private static ByteBuffer next(RandomAccessFile file, int length) throws IOException {
        byte[] bytes = new byte[length];
        file.readFully(bytes);
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static String name(ByteBuffer buffer, int offset) {
        return StandardCharsets.ISO_8859_1.decode(buffer.slice(offset, 4)).toString();
    }

    private static long unsigned(ByteBuffer buffer, int offset) {
        return Integer.toUnsignedLong(buffer.getInt(offset));
    }
}
