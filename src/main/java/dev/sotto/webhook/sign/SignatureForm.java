package dev.sotto.webhook.sign;

import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How a message is signed, chosen once for an endpoint. Every form names the message and the second of the attempt in
 * {@code webhook-id} and {@code webhook-timestamp}, so that any receiver can drop what it has seen before.
 */
public enum SignatureForm {
    /** Standard Webhooks 1.0.0: {@code webhook-signature: v1,...}, one signature for each active secret. */
    STANDARD {
        @Override
        void sign(Map<String, String> headers, SignedParts parts, List<SigningSecret> secrets) {
            String signatures = secrets.stream()
                    .map(secret -> "v1," + base64(Hmac.sha256(secret, parts.standardContent())))
                    .collect(Collectors.joining(" "));
            headers.put(SIGNATURE, signatures);
        }
    },

    /**
     * {@code X-Webhook-Signature}: lower-case hex HMAC-SHA256 of the body alone, by the newest secret. For receivers of
     * whisper-api-server, whose header holds one value and nothing against replay.
     */
    BODY_HEX {
        @Override
        void sign(Map<String, String> headers, SignedParts parts, List<SigningSecret> secrets) {
            headers.put(BODY_SIGNATURE, HexFormat.of().formatHex(Hmac.sha256(secrets.get(0), parts.body())));
        }
    },

    /** No signature: what receivers of whisperX-FastAPI and insanely-fast-whisper-api get. */
    UNSIGNED {
        @Override
        void sign(Map<String, String> headers, SignedParts parts, List<SigningSecret> secrets) {
            // Nothing is proved in this form.
        }
    };

    public static final String ID = "webhook-id";
    public static final String TIMESTAMP = "webhook-timestamp";
    public static final String SIGNATURE = "webhook-signature";
    public static final String BODY_SIGNATURE = "x-webhook-signature";

    abstract void sign(Map<String, String> headers, SignedParts parts, List<SigningSecret> secrets);

    /**
     * The headers that prove one attempt, lower-case, in the order they are sent.
     *
     * @param messageId the same on every attempt; without a dot, which separates what is signed
     * @param now of this attempt; sent in whole seconds
     * @throws IllegalStateException if the form needs a secret and none is active: an unsigned message must not leave
     */
    public Map<String, String> headers(String messageId, Instant now, byte[] body, List<SigningSecret> secrets) {
        if (messageId.indexOf('.') >= 0) {
            throw new IllegalArgumentException("a message id holds no dot: " + messageId);
        }
        if (this != UNSIGNED && secrets.isEmpty()) {
            throw new IllegalStateException("no active secret for an endpoint that signs as " + wireName());
        }
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(ID, messageId);
        headers.put(TIMESTAMP, Long.toString(now.getEpochSecond()));
        sign(headers, new SignedParts(messageId, now.getEpochSecond(), body), secrets);
        return headers;
    }

    /** As settings, requests and the store spell it. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<SignatureForm> named(String wireName) {
        for (SignatureForm form : values()) {
            if (form.wireName().equals(wireName)) {
                return Optional.of(form);
            }
        }
        return Optional.empty();
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
