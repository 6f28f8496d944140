package dev.sotto.outbound;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A URL that can be asked for: http or https, a host in ASCII, no credentials, no fragment. {@link #toString()} leaves the
 * query out, which may hold a signature: it is what logs and messages show.
 *
 * @param host in lower case; an IPv6 literal without brackets
 * @param target path and query, as in the request line
 */
public record OutboundUrl(String scheme, String host, int port, String target) {
    private static final int CHARS_MAX = 2048;
    private static final int HOST_CHARS_MAX = 253;
    private static final String FORM = "such as https://host/path";
    private static final Pattern AUTHORITY = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^:\\[\\]]+)(?::([0-9]{0,5}))?");
    private static final Pattern HOST = Pattern.compile("(?!-)[a-z0-9_-]{1,63}(?<!-)(\\.(?!-)[a-z0-9_-]{1,63}(?<!-))*");

    /** A name whose last label is a number would be read as an address by some, and by each in its own way. */
    private static final Pattern NUMERIC = Pattern.compile("(.*\\.)?([0-9]+|0x[0-9a-f]*)");

    private static final Pattern DOTTED_QUAD =
            Pattern.compile("(0|[1-9][0-9]{0,2})\\.(0|[1-9][0-9]{0,2})\\.(0|[1-9][0-9]{0,2})\\.(0|[1-9][0-9]{0,2})");

    /**
     * Reads and checks the form; whether the host may be asked is {@link OutboundPolicy}'s question.
     *
     * @throws OutboundException of kind {@link OutboundError#URL_REFUSED}
     */
    public static OutboundUrl parse(String text) {
        if (text.length() > CHARS_MAX) {
            throw OutboundException.url("has %d characters".formatted(text.length()), "at most " + CHARS_MAX);
        }
        try {
            return of(new URI(text));
        } catch (URISyntaxException e) {
            // The exception would repeat the text.
            throw OutboundException.url("is not a URL", FORM);
        }
    }

    /** Reads a redirect's {@code Location}, which may be relative to this one. */
    OutboundUrl resolve(String location) {
        try {
            URI base = new URI(scheme + "://" + authority() + target);
            String whole = base.resolve(new URI(location)).toString();
            return parse(whole);
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw OutboundException.redirect(this, "to something that is not a URL");
        }
    }

    private static OutboundUrl of(URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("http")) {
            throw OutboundException.url("begins neither with https:// nor with http://", FORM);
        }
        String authority = uri.getRawAuthority();
        if (authority == null) {
            throw OutboundException.url("names no host", FORM);
        }
        if (authority.indexOf('@') >= 0) {
            throw OutboundException.url("holds a user name or password", "a URL without");
        }
        Matcher parts = AUTHORITY.matcher(authority);
        if (!parts.matches()) {
            throw OutboundException.url("names no host that can be read", FORM);
        }
        return new OutboundUrl(scheme, host(parts.group(1)), port(parts.group(2), scheme), target(uri));
    }

    private static String host(String text) {
        if (text.startsWith("[")) {
            return text.substring(1, text.length() - 1).toLowerCase(Locale.ROOT);
        }
        String host = ascii(text);
        boolean isName = host.length() <= HOST_CHARS_MAX && HOST.matcher(host).matches();
        if (!isName || (NUMERIC.matcher(host).matches() && !isDottedQuad(host))) {
            throw OutboundException.url("names no host that can be read", FORM);
        }
        return host;
    }

    /** Also turns look-alikes, such as full-width digits and other full stops, into what they stand for. */
    private static String ascii(String text) {
        try {
            String host = IDN.toASCII(text).toLowerCase(Locale.ROOT);
            return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        } catch (IllegalArgumentException e) {
            throw OutboundException.url("names no host that can be read", FORM);
        }
    }

    private static boolean isDottedQuad(String host) {
        Matcher quad = DOTTED_QUAD.matcher(host);
        if (!quad.matches()) {
            return false;
        }
        for (int i = 1; i <= 4; i++) {
            if (Integer.parseInt(quad.group(i)) > 255) {
                return false;
            }
        }
        return true;
    }

    private static int port(@Nullable String digits, String scheme) {
        if (digits == null || digits.isEmpty()) {
            return scheme.equals("https") ? 443 : 80;
        }
        int port = Integer.parseInt(digits);
        if (port < 1 || port > 65535) {
            throw OutboundException.url("has the port " + port, "1 to 65535");
        }
        return port;
    }

    /** Letters beyond ASCII are escaped, as they have to be in a request line. */
    private static String target(URI uri) {
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String whole = uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
        String before = "http://host"; // alone, a path that begins with two slashes would be read as a host
        return URI.create(before + whole).toASCIIString().substring(before.length());
    }

    boolean isTls() {
        return scheme.equals("https");
    }

    boolean isLiteral() {
        return host.indexOf(':') >= 0 || DOTTED_QUAD.matcher(host).matches();
    }

    /** Host and, where it is not the scheme's own, port: as {@code Host} and a URL spell them. */
    public String authority() {
        String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        boolean isUsual = port == (isTls() ? 443 : 80);
        return isUsual ? name : name + ":" + port;
    }

    /** All of it, the query too: for the store, never for a log. */
    public URI uri() {
        return URI.create(scheme + "://" + authority() + target);
    }

    @Override
    public String toString() {
        int query = target.indexOf('?');
        return scheme + "://" + authority() + (query < 0 ? target : target.substring(0, query));
    }
}
