package dev.sotto.outbound;

import java.util.Optional;

/**
 * The answer to a POST.
 *
 * @param bodyHead the first bytes of the body, as UTF-8 with replacements: from outside, so shown only as text
 */
public record OutboundAnswer(int status, Optional<String> retryAfter, String bodyHead) {}
