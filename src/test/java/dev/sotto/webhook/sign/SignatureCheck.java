package dev.sotto.webhook.sign;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * What a receiver does with a message; the tests judge by it what was sent. Header names are looked up in lower case.
 */
public final class SignatureCheck {
    /** Of the Standard Webhooks libraries. */
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private final SignatureForm form;
    private final SigningSecret secret;

    public SignatureCheck(SignatureForm form, SigningSecret secret) {
        this.form = form;
        this.secret = secret;
    }

    /** True only if a signature of the form is there, is right and, in the standard form, is of these five minutes. */
    public boolean accepts(Map<String, String> headers, byte[] body, Instant now) {
        return switch (form) {
            case STANDARD -> acceptsStandard(headers, body, now);
            case BODY_HEX -> {
                String expected = HexFormat.of().formatHex(Hmac.sha256(secret, body));
                yield same(expected, headers.getOrDefault(SignatureForm.BODY_SIGNATURE, ""));
            }
            case UNSIGNED -> false;
        };
    }

    private boolean acceptsStandard(Map<String, String> headers, byte[] body, Instant now) {
        String id = headers.getOrDefault(SignatureForm.ID, "");
        long seconds = seconds(headers.getOrDefault(SignatureForm.TIMESTAMP, ""));
        boolean isFresh = seconds >= 0 && Math.abs(now.getEpochSecond() - seconds) <= TOLERANCE.toSeconds();
        if (id.isEmpty() || !isFresh) {
            return false;
        }
        byte[] content = new SignedParts(id, seconds, body).standardContent();
        String expected = "v1," + Base64.getEncoder().encodeToString(Hmac.sha256(secret, content));
        List<String> given =
                List.of(headers.getOrDefault(SignatureForm.SIGNATURE, "").split(" "));
        return given.stream().anyMatch(signature -> same(expected, signature));
    }

    private static long seconds(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private static boolean same(String expected, String given) {
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }
}
