package dev.sotto.webhook.sign;

import java.nio.charset.StandardCharsets;

/** What one attempt signs; the body is sent exactly as these bytes. */
final class SignedParts {
    private final String messageId;
    private final long timestampSeconds;
    private final byte[] body;

    SignedParts(String messageId, long timestampSeconds, byte[] body) {
        this.messageId = messageId;
        this.timestampSeconds = timestampSeconds;
        this.body = body;
    }

    byte[] body() {
        return body;
    }

    /** Id, timestamp and body, joined by dots. */
    byte[] standardContent() {
        byte[] head = (messageId + "." + timestampSeconds + ".").getBytes(StandardCharsets.UTF_8);
        byte[] content = new byte[head.length + body.length];
        System.arraycopy(head, 0, content, 0, head.length);
        System.arraycopy(body, 0, content, head.length, body.length);
        return content;
    }
}
