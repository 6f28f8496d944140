package dev.sotto.whisper.token;

/**
 * UTF-8 to text with U+FFFD for each maximal part of a broken sequence, as Unicode recommends ("substitution of maximal
 * subparts", chapter 3.9) and as Python's {@code bytes.decode("utf-8", errors="replace")} does. The JDK's own decoder
 * differs: it turns an encoded surrogate into one U+FFFD, not three.
 */
final class LossyUtf8 {
    private static final char REPLACEMENT = '\uFFFD';

    private final byte[] bytes;
    private final StringBuilder text;
    private int position;

    private LossyUtf8(byte[] bytes) {
        this.bytes = bytes;
        this.text = new StringBuilder(bytes.length);
    }

    static String decode(byte[] bytes) {
        LossyUtf8 decoder = new LossyUtf8(bytes);
        while (decoder.position < bytes.length) {
            decoder.next();
        }
        return decoder.text.toString();
    }

    private void next() {
        int lead = bytes[position++] & 0xFF;
        if (lead < 0x80) {
            text.append((char) lead);
        } else if (lead >= 0xC2 && lead <= 0xDF) {
            follow(lead & 0x1F, 1, 0x80, 0xBF);
        } else if (lead >= 0xE0 && lead <= 0xEF) {
            follow(lead & 0x0F, 2, lead == 0xE0 ? 0xA0 : 0x80, lead == 0xED ? 0x9F : 0xBF);
        } else if (lead >= 0xF0 && lead <= 0xF4) {
            follow(lead & 0x07, 3, lead == 0xF0 ? 0x90 : 0x80, lead == 0xF4 ? 0x8F : 0xBF);
        } else {
            text.append(REPLACEMENT);
        }
    }

    /** Only the first continuation byte has bounds of its own: they exclude overlong forms, surrogates, the beyond. */
    private void follow(int leadBits, int continuations, int firstMin, int firstMax) {
        int codePoint = leadBits;
        int min = firstMin;
        int max = firstMax;
        for (int i = 0; i < continuations; i++) {
            int value = position < bytes.length ? bytes[position] & 0xFF : -1;
            if (value < min || value > max) {
                text.append(REPLACEMENT);
                return;
            }
            codePoint = (codePoint << 6) | (value & 0x3F);
            position++;
            min = 0x80;
            max = 0xBF;
        }
        text.appendCodePoint(codePoint);
    }
}
