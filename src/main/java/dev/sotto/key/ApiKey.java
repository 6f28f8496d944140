package dev.sotto.key;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * A key as its bearer holds it: {@code sk-sotto-<id>-<secret><checksum>}. The prefix lets scanners find a leaked one; the
 * checksum distinguishes a mistyped key from a revoked one without a look at the store; the id finds the record; the
 * secret has 256 random bits.
 *
 * <p>Shown once, when it is made. {@link #toString()} gives the id only.
 */
public final class ApiKey {
    static final String PREFIX = "sk-sotto-";
    private static final int ID_LETTERS = 10;
    /** 62^43 is more than 2^256. */
    private static final int SECRET_LETTERS = 43;

    private static final int CHECKSUM_LETTERS = 6;
    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final Pattern FORM = Pattern.compile(PREFIX
            + "([0-9A-Za-z]{%d})-([0-9A-Za-z]{%d})([0-9A-Za-z]{%d})"
                    .formatted(ID_LETTERS, SECRET_LETTERS, CHECKSUM_LETTERS));

    private final String id;
    private final String secret;

    private ApiKey(String id, String secret) {
        this.id = id;
        this.secret = secret;
    }

    public static ApiKey generate(SecureRandom random) {
        return new ApiKey(letters(random, ID_LETTERS), letters(random, SECRET_LETTERS));
    }

    /** Empty for any text that is not a whole, well-typed key of ours; nothing is said about whether it is known. */
    public static Optional<ApiKey> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        ApiKey key = new ApiKey(form.group(1), form.group(2));
        return key.checksum().equals(form.group(3)) ? Optional.of(key) : Optional.empty();
    }

    public String id() {
        return id;
    }

    /** The whole key: never for a log. */
    public String text() {
        return PREFIX + id + "-" + secret + checksum();
    }

    KeyHash hash() {
        return KeyHash.of(secret);
    }

    /** CRC-32 of all before it, in six letters. */
    private String checksum() {
        CRC32 crc = new CRC32();
        crc.update((PREFIX + id + "-" + secret).getBytes(StandardCharsets.US_ASCII));
        StringBuilder letters = new StringBuilder();
        long rest = crc.getValue();
        for (int i = 0; i < CHECKSUM_LETTERS; i++) {
            letters.append(ALPHABET.charAt((int) (rest % ALPHABET.length())));
            rest /= ALPHABET.length();
        }
        return letters.reverse().toString();
    }

    private static String letters(SecureRandom random, int count) {
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < count; i++) {
            letters.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return letters.toString();
    }

    @Override
    public String toString() {
        return "ApiKey[" + id + "]";
    }
}
