package dev.sotto.job;

import java.util.random.RandomGenerator;

/** 128 random bits as 26 letters and digits that are hard to misread (Crockford's base 32, lower case). */
public final class RandomName {
    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int BITS = 128;
    private static final int BITS_PER_LETTER = 5;

    private RandomName() {}

    public static String draw(RandomGenerator random) {
        long high = random.nextLong();
        long low = random.nextLong();
        StringBuilder name = new StringBuilder();
        for (int bit = 0; bit < BITS; bit += BITS_PER_LETTER) {
            name.append(ALPHABET.charAt((int) (low & 31)));
            low = (low >>> BITS_PER_LETTER) | (high << (Long.SIZE - BITS_PER_LETTER));
            high >>>= BITS_PER_LETTER;
        }
        return name.toString();
    }
}
