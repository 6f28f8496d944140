package dev.sotto.audio;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

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

    /** Lengths from here on mean "unknown": written by programs that stream and cannot go back to the header. */
    private static final long STREAMED_BYTES_MIN = 0x7f00_0000L;

    private record Data(boolean isOurFormat, long start, long length) {}

    /** Reads a few hundred bytes at most. */
    static Optional<WavHeader> read(Path path) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            OptionalLong riffLength = riffLength(file);
            if (riffLength.isEmpty() || riffLength.getAsLong() + CHUNK_HEADER_BYTES != file.length()) {
                return Optional.empty();
            }
            return data(file)
                    .filter(data -> data.isOurFormat() && data.length() > 0 && data.length() % BYTES_PER_SAMPLE == 0)
                    .filter(data -> data.start() + data.length() <= riffLength.getAsLong() + CHUNK_HEADER_BYTES)
                    .map(data -> new WavHeader(data.start(), data.length() / BYTES_PER_SAMPLE));
        }
    }

    /** How many bytes of sound a WAV file of any kind promises beyond its own end, which ffmpeg passes over in silence. */
    static long missingBytes(Path path) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            Optional<Data> data = riffLength(file).isPresent() ? data(file) : Optional.empty();
            long length = file.length();
            return data.filter(found -> found.length() < STREAMED_BYTES_MIN)
                    .map(found -> found.start() + found.length() - length)
                    // Some programs count the head, or all of the file, as sound.
                    .map(missing -> missing > data.get().start() ? missing : 0)
                    .orElse(0L);
        }
    }

    private static OptionalLong riffLength(RandomAccessFile file) throws IOException {
        if (file.length() < RIFF_BYTES) {
            return OptionalLong.empty();
        }
        ByteBuffer riff = next(file, RIFF_BYTES);
        boolean isWave = name(riff, 0).equals("RIFF") && name(riff, 8).equals("WAVE");
        return isWave ? OptionalLong.of(unsigned(riff, 4)) : OptionalLong.empty();
    }

    private static Optional<Data> data(RandomAccessFile file) throws IOException {
        int formats = 0;
        boolean isOurFormat = false;
        for (int i = 0; i < CHUNKS_MAX && file.length() - file.getFilePointer() >= CHUNK_HEADER_BYTES; i++) {
            ByteBuffer header = next(file, CHUNK_HEADER_BYTES);
            long length = unsigned(header, 4);
            long start = file.getFilePointer();
            if (name(header, 0).equals("data")) {
                return Optional.of(new Data(isOurFormat && formats == 1, start, length));
            }
            if (name(header, 0).equals("fmt ")) {
                formats++;
                isOurFormat = isOurFormat(file, length);
            }
            file.seek(start + length + (length & 1));
        }
        return Optional.empty();
    }

    private static boolean isOurFormat(RandomAccessFile file, long length) throws IOException {
        if (length != FORMAT_BYTES || file.length() - file.getFilePointer() < FORMAT_BYTES) {
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
