package dev.sotto.config;

import java.net.IDN;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Hosts and origins as browsers send them, whatever people write: in lower case and in ASCII (RFC 3490), without a full stop at
 * the end and without the port that a scheme has anyway.
 */
final class WebNames {
    private static final Pattern ORIGIN = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://([^/*\\s?#@\\\\]+)");
    private static final Pattern AUTHORITY = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[^:\\[\\]]+)(?::(\\d{1,5}))?");
    private static final String ANY = "*.";

    private WebNames() {}

    /** Empty if it is none, or several. Origins of apps and extensions stay as they are but for the case of their scheme. */
    static Optional<String> origin(String text) {
        Matcher parts = ORIGIN.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String scheme = parts.group(1).toLowerCase(Locale.ROOT);
        Optional<String> authority = scheme.equals("http") || scheme.equals("https")
                ? authority(scheme, parts.group(2))
                : Optional.of(parts.group(2));
        return authority.map(found -> scheme + "://" + found);
    }

    /**
     * A host and its port, as after {@code http://}; empty if it is none.
     *
     * @param scheme {@code http} or {@code https}
     */
    static Optional<String> authority(String scheme, String text) {
        Matcher parts = AUTHORITY.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String port = port(scheme, parts.group(2));
        return host(parts.group(1)).map(host -> host + port);
    }

    private static String port(String scheme, @Nullable String digits) {
        boolean isUsual = digits == null || digits.equals(scheme.equals("https") ? "443" : "80");
        return isUsual ? "" : ":" + digits;
    }

    /** A name, an address, or a name after {@code *.}; empty if it is none. */
    static Optional<String> host(String text) {
        boolean isAny = text.startsWith(ANY);
        String name = isAny ? text.substring(ANY.length()) : text;
        try {
            String ascii = name.indexOf(':') >= 0 ? name : IDN.toASCII(name);
            String plain = ascii.endsWith(".") ? ascii.substring(0, ascii.length() - 1) : ascii;
            return plain.isEmpty()
                    ? Optional.empty()
                    : Optional.of((isAny ? ANY : "") + plain.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
