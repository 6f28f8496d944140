package dev.sotto.webhook.sign;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts signing secrets for the store: AES-256-GCM under the server's key, bound to the place where they lie. Signing
 * secrets must be read again, so they cannot be hashed as API keys are.
 */
public final class SecretCipher {
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final String VERSION = "s1.";
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;
    private final SecureRandom random;

    /**
     * For one server and its store.
     *
     * @param key 32 bytes, kept outside the store
     */
    public SecretCipher(byte[] key, SecureRandom random) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException(
                    "the key of the store has %d bytes; expected %d".formatted(key.length, KEY_BYTES));
        }
        this.key = new SecretKeySpec(key, "AES");
        this.random = random;
    }

    /**
     * Encrypts under a nonce of its own.
     *
     * @param place where the text will lie, such as an endpoint's id: it opens there only
     */
    public String encrypt(String text, String place) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] encrypted = run(Cipher.ENCRYPT_MODE, nonce, text.getBytes(StandardCharsets.UTF_8), place);
        byte[] joined = Arrays.copyOf(nonce, NONCE_BYTES + encrypted.length);
        System.arraycopy(encrypted, 0, joined, NONCE_BYTES, encrypted.length);
        return VERSION + Base64.getEncoder().encodeToString(joined);
    }

    /**
     * Gives back what was encrypted for the place.
     *
     * @throws IllegalStateException if it was encrypted under another key, for another place, or was changed since
     */
    public String decrypt(String encrypted, String place) {
        byte[] joined = encrypted.startsWith(VERSION)
                ? Base64.getDecoder().decode(encrypted.substring(VERSION.length()))
                : new byte[0];
        if (joined.length <= NONCE_BYTES) {
            throw new IllegalStateException(
                    "a stored secret is not in the form of this version; restore it or rotate it");
        }
        byte[] nonce = Arrays.copyOf(joined, NONCE_BYTES);
        byte[] opened = run(Cipher.DECRYPT_MODE, nonce, Arrays.copyOfRange(joined, NONCE_BYTES, joined.length), place);
        return new String(opened, StandardCharsets.UTF_8);
    }

    private byte[] run(int mode, byte[] nonce, byte[] input, String place) {
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "a stored secret does not open with this server's key; restore the key it was stored under, or"
                            + " rotate it",
                    e);
        }
    }
}
