package dev.sotto.webhook;

import java.security.SecureRandom;

/** Makes ids of 128 random bits, spelled in 22 letters and digits: unguessable, and without the dot that signatures need. */
public final class WebhookIds {
    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    /** 62^22 is more than 2^128. */
    private static final int LETTERS = 22;

    private final SecureRandom random;

    public WebhookIds(SecureRandom random) {
        this.random = random;
    }

    public String event() {
        return next("msg_");
    }

    public String delivery() {
        return next("dlv_");
    }

    public String endpoint() {
        return next("whe_");
    }

    private String next(String prefix) {
        StringBuilder id = new StringBuilder(prefix);
        for (int i = 0; i < LETTERS; i++) {
            id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return id.toString();
    }
}
