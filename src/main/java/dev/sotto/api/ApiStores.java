package dev.sotto.api;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * Everything that the HTTP surface keeps, and who may see it.
 *
 * @param fetchCheck throws {@link IllegalArgumentException}, whose message can be shown, for a URL from which no recording
 *     may be fetched; empty if none is fetched at all
 */
public record ApiStores(
        JobAccess jobs, WebhookAccess webhooks, AccessRules access, Optional<Consumer<String>> fetchCheck) {}
