package dev.sotto.key;

import dev.sotto.digest.Sha256;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * SHA-256 of a secret, which is what is stored. A slow hash would protect nothing here, since 256 random bits cannot be
 * guessed, and would make every request dear (OWASP ASVS 5.0, 6.5.2).
 */
public final class KeyHash {
    private static final int BYTES = 32;

    private final byte[] digest;

    private KeyHash(byte[] digest) {
        this.digest = digest;
    }

    static KeyHash of(String secret) {
        return new KeyHash(Sha256.of(secret));
    }

    /** Reads what {@link #hex()} wrote. */
    public static KeyHash ofHex(String hex) {
        byte[] digest = HexFormat.of().parseHex(hex);
        if (digest.length != BYTES) {
            throw new IllegalArgumentException(
                    "a stored hash has %d bytes; expected %d".formatted(digest.length, BYTES));
        }
        return new KeyHash(digest);
    }

    public String hex() {
        return HexFormat.of().formatHex(digest);
    }

    /** Takes the same time wherever the difference lies. */
    boolean matches(KeyHash other) {
        return MessageDigest.isEqual(digest, other.digest);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KeyHash hash && matches(hash);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(digest);
    }

    @Override
    public String toString() {
        return "KeyHash[***]";
    }
}
