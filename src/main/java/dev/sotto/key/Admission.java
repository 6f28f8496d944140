package dev.sotto.key;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Whether one more may pass, and what to report about it.
 *
 * @param limit the most that can be left
 * @param remaining how many more could pass right now
 * @param resetAfter until {@code limit} are left again, if nothing else passes
 * @param retryAfter until one may pass; zero if one could now
 */
public record Admission(boolean isAdmitted, long limit, long remaining, Duration resetAfter, Duration retryAfter) {
    /** The official clients of OpenAI take a longer wait for nonsense and use one of their own. */
    static final Duration RETRY_AFTER_MAX = Duration.ofMinutes(2);

    /**
     * The headers of the answer, lower-case: {@code x-ratelimit-*} in OpenAI's spelling, and {@code retry-after} in whole
     * seconds, rounded up, if it was refused.
     *
     * @param what is counted, as the headers call it: {@code requests}
     */
    public Map<String, String> headers(String what) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("x-ratelimit-limit-" + what, Long.toString(limit));
        headers.put("x-ratelimit-remaining-" + what, Long.toString(remaining));
        headers.put("x-ratelimit-reset-" + what, seconds(resetAfter) + "s");
        retryAfterSeconds().ifPresent(seconds -> headers.put("retry-after", Long.toString(seconds)));
        return headers;
    }

    /** Whole seconds, rounded up, as {@code retry-after} gives them; empty if it was admitted. */
    public OptionalLong retryAfterSeconds() {
        if (isAdmitted) {
            return OptionalLong.empty();
        }
        Duration capped = retryAfter.compareTo(RETRY_AFTER_MAX) < 0 ? retryAfter : RETRY_AFTER_MAX;
        return OptionalLong.of(Math.max(1, seconds(capped)));
    }

    private static long seconds(Duration length) {
        return length.plusNanos(999_999_999).toSeconds();
    }
}
