package dev.sotto.api.upload;

import java.util.function.Predicate;

/**
 * Decodes a recording that is written as base64, sign by sign, in memory of one block. Takes the alphabets of RFC 4648 sections
 * 4 and 5, line breaks, a missing padding, and a data URL (RFC 2397) in place of the bare text. Belongs to one thread.
 */
final class Base64Part {
    private static final String DATA_URL = "data:";
    private static final int URL_HEAD_CHARS_MAX = 256;
    private static final int BLOCK_BYTES = 8 * 1024;
    private static final int[] VALUES = values();

    private final FormCollector sink;
    private final byte[] block = new byte[BLOCK_BYTES];
    private int filled;
    private int bits;
    private int bitCount;
    private boolean isPadded;
    /** What has come as long as it may be the beginning of a data URL. */
    private final StringBuilder head = new StringBuilder();

    private boolean isHeadOver;

    Base64Part(FormCollector sink) {
        this.sink = sink;
    }

    private static int[] values() {
        int[] values = new int[128];
        java.util.Arrays.fill(values, -1);
        String signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; i < signs.length(); i++) {
            values[signs.charAt(i)] = i;
        }
        values['-'] = values['+'];
        values['_'] = values['/'];
        return values;
    }

    void take(int sign) {
        if (isHeadOver) {
            decode(sign);
            return;
        }
        head.append((char) sign);
        Predicate<String> begins =
                text -> text.regionMatches(true, 0, head.toString(), 0, Math.min(text.length(), head.length()));
        if (!begins.test(DATA_URL)) {
            isHeadOver = true;
            head.chars().forEach(this::decode);
        } else if (sign == ',') {
            isHeadOver = true;
        } else if (head.length() > URL_HEAD_CHARS_MAX) {
            throw malformed();
        }
    }

    private void decode(int sign) {
        switch (sign) {
            case ' ', '\t', '\r', '\n' -> {}
            case '=' -> isPadded = true;
            default -> {
                int value = sign < VALUES.length ? VALUES[sign] : -1;
                if (value < 0 || isPadded) {
                    throw malformed();
                }
                bits = bits << 6 | value;
                bitCount += 6;
                if (bitCount >= 8) {
                    bitCount -= 8;
                    write((byte) (bits >> bitCount));
                }
            }
        }
    }

    private void write(byte value) {
        block[filled++] = value;
        if (filled == block.length) {
            flush();
        }
    }

    private void flush() {
        if (filled > 0) {
            sink.partData(block, 0, filled);
            filled = 0;
        }
    }

    /** No more signs come. */
    void end() {
        if (!isHeadOver) {
            if (head.length() >= DATA_URL.length()) {
                throw malformed();
            }
            head.chars().forEach(this::decode);
        }
        if (bitCount == 6) { // one sign alone is no byte
            throw malformed();
        }
        flush();
    }

    private static UploadException malformed() {
        return UploadException.malformedJson("input_audio.data is not base64");
    }
}
