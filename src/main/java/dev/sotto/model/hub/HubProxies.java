package dev.sotto.model.hub;

import dev.sotto.model.ModelError;
import dev.sotto.model.ModelException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which proxy stands before an address, by the variables that other programs read too, in upper or lower case:
 * {@code HTTPS_PROXY} and {@code HTTP_PROXY} for addresses of that scheme, {@code ALL_PROXY} for either, and in
 * {@code NO_PROXY}, separated by commas, what is asked without one: names, which stand for all below them too, addresses,
 * ranges such as {@code 10.0.0.0/8}, any of these with a port, or {@code *}.
 */
public final class HubProxies {
    private static final int DEFAULT_PORT = 8080;
    private static final Pattern LITERAL =
            Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-f.]*:[0-9a-f:.]*(%[\\w.]+)?");

    private final Map<String, Proxy> byScheme;
    private final List<Direct> direct;

    /**
     * Where requests go that are not sent to a host itself.
     *
     * @param variable that names it
     */
    record Proxy(String variable, InetSocketAddress address) {}

    /**
     * What is asked without a proxy.
     *
     * @param host in lower case; {@code *} for every one
     * @param bits of an address that count; below zero if the host is no range
     * @param port below zero for every one
     */
    private record Direct(String host, int bits, int port) {}

    private HubProxies(Map<String, Proxy> byScheme, List<Direct> direct) {
        this.byScheme = Map.copyOf(byScheme);
        this.direct = List.copyOf(direct);
    }

    /**
     * Reads the variables.
     *
     * @param environment of the process
     * @throws ModelException if one names no proxy
     */
    public static HubProxies of(Map<String, String> environment) {
        Map<String, Proxy> proxies = new LinkedHashMap<>();
        for (String scheme : List.of("https", "http")) {
            variable(environment, scheme.toUpperCase(Locale.ROOT) + "_PROXY")
                    .or(() -> variable(environment, "ALL_PROXY"))
                    .map(set -> new Proxy(set.getKey(), address(set.getKey(), set.getValue())))
                    .ifPresent(proxy -> proxies.put(scheme, proxy));
        }
        List<Direct> direct = new ArrayList<>();
        variable(environment, "NO_PROXY")
                .ifPresent(set -> Arrays.stream(set.getValue().split("[,\\s]+"))
                        .filter(item -> !item.isEmpty())
                        .map(item -> direct(item.toLowerCase(Locale.ROOT)))
                        .forEach(direct::add));
        return new HubProxies(proxies, direct);
    }

    private static Optional<Map.Entry<String, String>> variable(Map<String, String> environment, String name) {
        return List.of(name, name.toLowerCase(Locale.ROOT)).stream()
                .map(spelled ->
                        Map.entry(spelled, environment.getOrDefault(spelled, "").strip()))
                .filter(set -> !set.getValue().isEmpty())
                .findFirst();
    }

    private static InetSocketAddress address(String variable, String text) {
        try {
            URI uri = new URI(text.contains("://") ? text : "http://" + text);
            if (uri.getHost() != null) {
                return new InetSocketAddress(uri.getHost(), uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort());
            }
        } catch (URISyntaxException e) {
            // Told below, as every other text that names no host.
        }
        throw new ModelException(
                ModelError.HUB_UNAVAILABLE,
                "%s is '%s'; expected the address of a proxy, such as http://proxy.example.org:3128"
                        .formatted(variable, text));
    }

    private static Direct direct(String item) {
        int slash = item.indexOf('/');
        if (slash > 0 && item.substring(slash + 1).matches("\\d{1,3}")) {
            return new Direct(plain(item.substring(0, slash)), Integer.parseInt(item.substring(slash + 1)), -1);
        }
        int colon = item.lastIndexOf(':');
        boolean isOnlyColon = colon > 0 && (item.indexOf(':') == colon || item.charAt(colon - 1) == ']');
        if (isOnlyColon && item.substring(colon + 1).matches("\\d{1,5}")) {
            return new Direct(plain(item.substring(0, colon)), -1, Integer.parseInt(item.substring(colon + 1)));
        }
        return new Direct(plain(item), -1, -1);
    }

    /** Without what does not matter: brackets, a full stop before or behind a name, an asterisk before it. */
    private static String plain(String host) {
        if (host.equals("*")) {
            return host;
        }
        return host.replaceFirst("^\\*?\\.", "").replaceFirst("\\.$", "").replaceAll("[\\[\\]]", "");
    }

    /** Whether any is set. */
    public boolean isEmpty() {
        return byScheme.isEmpty();
    }

    /** The proxy for this address, if there is one. */
    Optional<Proxy> before(URI uri) {
        String host = plain(String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT));
        int port = uri.getPort() >= 0 ? uri.getPort() : ("https".equals(uri.getScheme()) ? 443 : 80);
        boolean isDirect = direct.stream()
                .filter(rule -> rule.port() < 0 || rule.port() == port)
                .anyMatch(rule -> isMeant(rule, host));
        return isDirect ? Optional.empty() : Optional.ofNullable(byScheme.get(uri.getScheme()));
    }

    private static boolean isMeant(Direct rule, String host) {
        if (rule.host().equals("*")) {
            return true;
        }
        Optional<byte[]> asked = literal(host);
        Optional<byte[]> listed = literal(rule.host());
        if (asked.isPresent() && listed.isPresent()) {
            int all = listed.get().length * Byte.SIZE;
            return isWithin(asked.get(), listed.get(), rule.bits() < 0 ? all : Math.min(all, rule.bits()));
        }
        boolean areNames = asked.isEmpty() && listed.isEmpty() && !rule.host().isEmpty();
        return areNames && (host.equals(rule.host()) || host.endsWith("." + rule.host()));
    }

    private static boolean isWithin(byte[] address, byte[] network, int bits) {
        if (address.length != network.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            if (((address[bit >> 3] ^ network[bit >> 3]) & (0x80 >> (bit & 7))) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Of letters that only an address has, so that no name server is asked. */
    private static Optional<byte[]> literal(String host) {
        if (!LITERAL.matcher(host).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(host).getAddress());
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return byScheme.values() + " but " + direct;
    }
}
