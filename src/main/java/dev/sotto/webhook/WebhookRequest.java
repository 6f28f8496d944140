package dev.sotto.webhook;

import java.net.URI;
import java.util.Map;

/**
 * One POST as it is to leave. Headers are lower-case and in order.
 *
 * @param body what was signed: sent as its UTF-8 bytes
 */
public record WebhookRequest(URI url, Map<String, String> headers, String body) {}
