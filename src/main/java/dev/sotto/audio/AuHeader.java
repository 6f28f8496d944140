package dev.sotto.audio;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The head of a Sun AU file as ffmpeg wrote it. It is fixed and short, and unlike a WAV file's it stays true beyond 4 GB, because
 * the length in it need not be read.
 */
record AuHeader(long dataOffsetBytes, int channels) {
    private static final int MAGIC = 0x2e736e64; // .snd
    private static final int SIGNED_16 = 3;

    static AuHeader read(Path file) throws IOException {
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            int magic = in.readInt();
            long offset = in.readInt();
            in.readInt(); // length
            int encoding = in.readInt();
            in.readInt(); // rate
            int channels = in.readInt();
            if (magic != MAGIC || encoding != SIGNED_16 || channels < 1 || channels > Extract.CHANNELS_MAX) {
                throw new IOException("the media program wrote no 16-bit AU file of at most 8 channels");
            }
            return new AuHeader(offset, channels);
        }
    }
}
