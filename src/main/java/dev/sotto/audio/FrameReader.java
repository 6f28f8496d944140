package dev.sotto.audio;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;

/** Heads of frames anywhere in a file, through one block of it. */
final class FrameReader {
    private static final int TABLE_BYTES_MIN = 60;
    private static final int BLOCK_BYTES = 1 << 16;
    /** Kept before the place that a block is read for: more than a frame, whose beginning is asked for again. */
    private static final int KEPT_BYTES = 1 << 13;

    private final RandomAccessFile file;
    private final boolean isMpeg;
    private final long length;
    private final byte[] block = new byte[BLOCK_BYTES];
    private long blockStart;
    private int blockBytes;

    /** @param isMpeg MPEG audio, else AAC in ADTS */
    FrameReader(RandomAccessFile file, boolean isMpeg) throws IOException {
        this.file = file;
        this.isMpeg = isMpeg;
        this.length = file.length();
    }

    long length() {
        return length;
    }

    /** The byte at a place; 0 behind the end. */
    int at(long place) throws IOException {
        if (place < blockStart || place >= blockStart + blockBytes) {
            if (place < 0 || place >= length) {
                return 0;
            }
            blockStart = Math.max(0, place - KEPT_BYTES);
            file.seek(blockStart);
            blockBytes = Math.max(0, file.read(block));
            if (place >= blockStart + blockBytes) {
                return 0; // it has become shorter
            }
        }
        return block[(int) (place - blockStart)] & 0xff;
    }

    Optional<Frame> frame(long place) throws IOException {
        if (at(place) != 0xff) {
            return Optional.empty();
        }
        long head = 0;
        for (int i = 0; i < Frame.HEAD_BYTES; i++) {
            head = head << 8 | at(place + i);
        }
        return isMpeg ? Frame.ofMpeg((int) (head >>> 24)) : Frame.ofAdts(head);
    }

    boolean isText(long place, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < bytes.length; i++) {
            if (at(place + i) != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    /**
     * What a first frame says of the whole file in place of sound: Xing, Info (behind 9, 17 or 32 bytes) or VBRI.
     *
     * @return its frames, or 0 if it does not say so or the file has fewer bytes than it says
     */
    OptionalLong framesDeclared(long place, Frame frame) throws IOException {
        if (!isMpeg || frame.bytes() < TABLE_BYTES_MIN) {
            return OptionalLong.empty();
        }
        for (int side : new int[] {9, 17, 32}) {
            long table = place + 4 + side;
            if (isText(table, "Xing") || isText(table, "Info")) {
                boolean isBoth = (at(table + 7) & 3) == 3;
                return OptionalLong.of(isBoth && place + number(table + 12) <= length ? number(table + 8) : 0);
            }
        }
        return isText(place + 36, "VBRI") ? OptionalLong.of(0) : OptionalLong.empty();
    }

    private long number(long place) throws IOException {
        return (long) at(place) << 24 | at(place + 1) << 16 | at(place + 2) << 8 | at(place + 3);
    }
}
