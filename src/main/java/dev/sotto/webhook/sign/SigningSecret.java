package dev.sotto.webhook.sign;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;

/**
 * What the server and one receiver both know. A standard secret is 24 to 64 bytes, shown as {@code whsec_} and base64
 * (Standard Webhooks 1.0.0, "Signature scheme"); a free text is used as its UTF-8 bytes, as receivers of the older form do.
 *
 * <p>{@link #toString()} shows nothing; {@link #text()} is for the one response that shows it and for encrypted storage.
 */
public final class SigningSecret {
    static final String PREFIX = "whsec_";
    private static final int BYTES_MIN = 24;
    private static final int BYTES_MAX = 64;
    private static final int BYTES_GENERATED = 32;
    private static final int FREE_TEXT_CHARS_MAX = 256;

    private final String text;
    private final byte[] key;

    private SigningSecret(String text, byte[] key) {
        this.text = text;
        this.key = key;
    }

    /** A new standard secret of 256 bits. */
    public static SigningSecret generate(SecureRandom random) {
        byte[] key = new byte[BYTES_GENERATED];
        random.nextBytes(key);
        return new SigningSecret(PREFIX + Base64.getEncoder().encodeToString(key), key);
    }

    /**
     * Reads {@code whsec_} and standard base64, with or without padding.
     *
     * @throws IllegalArgumentException whose message can be shown; it does not repeat the text
     */
    public static SigningSecret standard(String text) {
        if (!text.startsWith(PREFIX)) {
            throw new IllegalArgumentException(
                    "the webhook secret does not begin with %s; expected %s and the base64 of %d to %d bytes"
                            .formatted(PREFIX, PREFIX, BYTES_MIN, BYTES_MAX));
        }
        byte[] key = decoded(text.substring(PREFIX.length()));
        if (key.length < BYTES_MIN || key.length > BYTES_MAX) {
            throw new IllegalArgumentException(
                    "the webhook secret holds %d bytes; expected %d to %d".formatted(key.length, BYTES_MIN, BYTES_MAX));
        }
        return new SigningSecret(PREFIX + Base64.getEncoder().encodeToString(key), key);
    }

    /**
     * Any text, used as it is; only {@link SignatureForm#BODY_HEX} signs with it.
     *
     * @throws IllegalArgumentException whose message can be shown; it does not repeat the text
     */
    public static SigningSecret freeText(String text) {
        if (text.isEmpty() || text.length() > FREE_TEXT_CHARS_MAX) {
            throw new IllegalArgumentException("the webhook secret has %d characters; expected 1 to %d"
                    .formatted(text.length(), FREE_TEXT_CHARS_MAX));
        }
        return new SigningSecret(text, text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the webhook secret is not base64 behind %s; generate a new one".formatted(PREFIX), e);
        }
    }

    /** The secret itself: never for a log. */
    public String text() {
        return text;
    }

    byte[] key() {
        return key.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SigningSecret secret
                && MessageDigest.isEqual(key, secret.key)
                && text.equals(secret.text);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(key);
    }

    @Override
    public String toString() {
        return "SigningSecret[***]";
    }
}
