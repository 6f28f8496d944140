package dev.sotto.webhook;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Headers that a caller wants sent with its webhook, such as {@code authorization}: few, short, and none of ours. */
public final class CallerHeaders {
    private static final int COUNT_MAX = 20;
    private static final int VALUE_CHARS_MAX = 2048;
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}");
    private static final Pattern VALUE = Pattern.compile("[\\x21-\\x7e](?:[\\x20-\\x7e\\t]*[\\x21-\\x7e])?|");

    /** They frame the message, choose the receiver, or prove the sender. */
    private static final Set<String> RESERVED = Set.of(
            "host",
            "connection",
            "content-length",
            "content-type",
            "content-encoding",
            "transfer-encoding",
            "te",
            "trailer",
            "upgrade",
            "expect",
            "keep-alive",
            "proxy-authorization",
            "proxy-connection",
            "accept-encoding",
            "x-webhook-signature");

    private CallerHeaders() {}

    /**
     * The same headers with lower-case names, safe to send.
     *
     * @throws WebhookException naming the header, never its value
     */
    public static Map<String, String> checked(Map<String, String> asked) {
        if (asked.size() > COUNT_MAX) {
            throw WebhookException.headers(asked.size() + " are given", "at most " + COUNT_MAX + " are sent");
        }
        Map<String, String> headers = new LinkedHashMap<>();
        asked.forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            check(lower, value);
            if (headers.put(lower, value.strip()) != null) {
                throw WebhookException.headers(lower + " is given twice", "expected once");
            }
        });
        return headers;
    }

    private static void check(String name, String value) {
        if (!NAME.matcher(name).matches()) {
            throw WebhookException.headers("a name is not a token of HTTP", "expected letters, digits and -");
        }
        if (RESERVED.contains(name) || name.startsWith("webhook-")) {
            throw WebhookException.headers(name + " is set by this server", "leave it out");
        }
        if (value.length() > VALUE_CHARS_MAX || !VALUE.matcher(value.strip()).matches()) {
            throw WebhookException.headers(
                    name + " holds more than printable ASCII or is too long",
                    "expected at most %d characters".formatted(VALUE_CHARS_MAX));
        }
    }
}
