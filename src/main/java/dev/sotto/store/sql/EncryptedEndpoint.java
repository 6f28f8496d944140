package dev.sotto.store.sql;

import dev.sotto.webhook.sign.SecretCipher;
import dev.sotto.webhook.sign.SecretRing;
import dev.sotto.webhook.sign.SigningSecret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What may hold a credential of an endpoint, as one encrypted text: lines of a word and its values, each value in base64.
 * {@code url URL}, {@code secret FORM TEXT [UNTIL]}, {@code header NAME VALUE}.
 */
record EncryptedEndpoint(URI url, SecretRing secrets, Map<String, String> headers) {
    private static final String STANDARD = "standard";
    private static final String FREE = "free";

    String encrypted(SecretCipher cipher, String endpointId) {
        StringBuilder text = new StringBuilder();
        line(text, "url", url.toString());
        for (SecretRing.Held held : secrets.secrets()) {
            String secret = held.secret().text();
            String form = isStandard(secret) ? STANDARD : FREE;
            held.until()
                    .ifPresentOrElse(
                            until -> line(text, "secret", form, secret, Long.toString(until.toEpochMilli())),
                            () -> line(text, "secret", form, secret));
        }
        headers.forEach((name, value) -> line(text, "header", name, value));
        return cipher.encrypt(text.toString(), endpointId);
    }

    static EncryptedEndpoint open(String encrypted, SecretCipher cipher, String endpointId) {
        URI url = URI.create("");
        List<SecretRing.Held> secrets = new ArrayList<>();
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line : cipher.decrypt(encrypted, endpointId).split("\n")) {
            List<String> words = words(line);
            switch (words.get(0)) {
                case "url" -> url = URI.create(words.get(1));
                case "secret" -> secrets.add(secret(words));
                case "header" -> headers.put(words.get(1), words.get(2));
                default ->
                    throw new IllegalStateException("endpoint %s is stored in no known form".formatted(endpointId));
            }
        }
        return new EncryptedEndpoint(url, new SecretRing(secrets), headers);
    }

    private static SecretRing.Held secret(List<String> words) {
        SigningSecret secret = words.get(1).equals(STANDARD)
                ? SigningSecret.standard(words.get(2))
                : SigningSecret.freeText(words.get(2));
        Optional<Instant> until =
                words.size() > 3 ? Optional.of(Instant.ofEpochMilli(Long.parseLong(words.get(3)))) : Optional.empty();
        return new SecretRing.Held(secret, until);
    }

    /** A free text may look like a standard secret without being one. */
    private static boolean isStandard(String secret) {
        try {
            return SigningSecret.standard(secret).text().equals(secret);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static void line(StringBuilder text, String word, String... values) {
        text.append(word);
        for (String value : values) {
            text.append(' ').append(Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)));
        }
        text.append('\n');
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        for (String part : line.split(" ", -1)) {
            boolean isFirst = words.isEmpty();
            words.add(isFirst ? part : new String(Base64.getDecoder().decode(part), StandardCharsets.UTF_8));
        }
        return words;
    }

    @Override
    public String toString() {
        return "EncryptedEndpoint[***]";
    }
}
