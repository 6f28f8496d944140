package dev.sotto.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Settings that people write, and what editors and shells make of them: text in UTF-8, with or without a byte order mark. */
final class Utf8File {
    private static final int BYTES_MAX = 3 << 20;
    private static final int MARK = 0xFEFF;
    private static final int LITTLE_ENDIAN_MARK = 0xFFFE;
    private static final String REMEDY =
            "expected UTF-8: save it as UTF-8 in the editor, or write a new file with iconv -f %s -t UTF-8 %s";

    private Utf8File() {}

    /** A file that is no text in UTF-8. */
    static final class NotUtf8Exception extends IOException {
        private static final long serialVersionUID = 1L;

        private final int line;

        /**
         * What was seen and what to do.
         *
         * @param line counted from 1
         * @param problem a sentence's end that shows nothing of the file but one byte
         */
        NotUtf8Exception(int line, String problem) {
            super(problem);
            this.line = line;
        }

        int line() {
            return line;
        }
    }

    /**
     * The whole text, without a byte order mark. Blocks; the file may be a pipe.
     *
     * @throws NotUtf8Exception if it has another encoding, or is far longer than settings are
     */
    static String read(Path file) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(BYTES_MAX + 1);
        }
        return decoded(bytes, file.toString());
    }

    /**
     * As {@link #read}, of bytes that have been read.
     *
     * @param name of their file
     */
    static String decoded(byte[] bytes, String name) throws NotUtf8Exception {
        if (bytes.length > BYTES_MAX) {
            throw new NotUtf8Exception(1, "has more than %d bytes; expected settings".formatted(BYTES_MAX));
        }
        String wide = wideEncoding(bytes);
        if (!wide.isEmpty()) {
            throw new NotUtf8Exception(
                    1,
                    "is in %s, as the bytes %s at its beginning say; %s"
                            .formatted(wide, head(bytes), REMEDY.formatted(wide, name)));
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult end = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
        if (end.isError()) {
            int at = in.position();
            throw new NotUtf8Exception(
                    lineOf(bytes, at),
                    "the byte 0x%02X is not UTF-8; %s"
                            .formatted(bytes[at] & 0xFF, REMEDY.formatted("WINDOWS-1252", name)));
        }
        String text = out.flip().toString();
        return !text.isEmpty() && text.charAt(0) == MARK ? text.substring(1) : text;
    }

    /** By the mark, or by where the zeros of the first sign are; empty if it is none of two or four bytes a sign. */
    private static String wideEncoding(byte[] bytes) {
        if (bytes.length < 2) {
            return "";
        }
        int first = ((bytes[0] & 0xFF) << 8) | (bytes[1] & 0xFF);
        boolean isFourBytes = bytes.length >= 4 && (first == 0 || (bytes[2] == 0 && bytes[3] == 0));
        if (first == MARK || first >> 8 == 0) {
            return isFourBytes ? "UTF-32BE" : "UTF-16BE";
        }
        if (first == LITTLE_ENDIAN_MARK || (first & 0xFF) == 0) {
            return isFourBytes ? "UTF-32LE" : "UTF-16LE";
        }
        return "";
    }

    private static String head(byte[] bytes) {
        return "0x%02X 0x%02X".formatted(bytes[0] & 0xFF, bytes[1] & 0xFF);
    }

    private static int lineOf(byte[] bytes, int position) {
        int line = 1;
        for (int i = 0; i < position; i++) {
            if (bytes[i] == '\n') {
                line++;
            }
        }
        return line;
    }
}
