package dev.sotto.outbound;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Where this server may go, from its settings and never from a request. Public addresses on the usual ports by default.
 *
 * @param isPlainAllowed http, not only https
 * @param ports allowed beside 80 and 443; empty in a set means none
 * @param allowedHosts if not empty, nothing else is asked: exact names, or {@code *.example.org} for all below one
 * @param trustedHosts names, as above, that may lie at private addresses too
 * @param trustedCidrs addresses that are allowed whatever they are
 * @param own where this server itself listens: refused even within the above
 */
public record OutboundPolicy(
        boolean isPlainAllowed,
        Set<Integer> ports,
        List<String> allowedHosts,
        List<String> trustedHosts,
        List<Cidr> trustedCidrs,
        Set<Listener> own) {
    /** An address and port that this server listens at; 0.0.0.0 and :: stand for every address of this machine. */
    public record Listener(InetAddress address, int port) {}

    /** Public addresses by https. */
    public static final OutboundPolicy STRICT =
            new OutboundPolicy(false, Set.of(), List.of(), List.of(), List.of(), Set.of());

    public OutboundPolicy {
        ports = Set.copyOf(ports);
        allowedHosts = lowerCase(allowedHosts);
        trustedHosts = lowerCase(trustedHosts);
        trustedCidrs = List.copyOf(trustedCidrs);
        own = Set.copyOf(own);
    }

    private static List<String> lowerCase(List<String> hosts) {
        return hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList();
    }

    /**
     * What can be said before the name is resolved.
     *
     * @throws OutboundException if it may not be asked
     */
    public void check(OutboundUrl url) {
        if (!url.isTls() && !isPlainAllowed) {
            throw OutboundException.url("begins with http://", "https://, since this server allows no other");
        }
        if (url.port() != 443 && url.port() != 80 && !ports.contains(url.port())) {
            throw OutboundException.port(url);
        }
        if (!allowedHosts.isEmpty() && !isListed(allowedHosts, url.host())) {
            throw OutboundException.host(url);
        }
    }

    /**
     * As {@link #check}; an address in place of a name is judged too.
     *
     * @throws OutboundException if it may not be asked
     */
    public void checkWithAddress(OutboundUrl url) {
        check(url);
        if (!url.isLiteral()) {
            return;
        }
        try {
            allowed(url, List.of(InetAddress.getByName(url.host())));
        } catch (UnknownHostException e) {
            throw OutboundException.address(url);
        }
    }

    /**
     * The addresses that may be connected to, in order; the others are dropped.
     *
     * @throws OutboundException if none is left
     */
    List<InetAddress> allowed(OutboundUrl url, List<InetAddress> addresses) {
        boolean isTrusted = isListed(trustedHosts, url.host());
        List<InetAddress> allowed = addresses.stream()
                .filter(address -> isAllowed(address, isTrusted) && !isOwn(address, url.port()))
                .toList();
        if (allowed.isEmpty()) {
            throw OutboundException.address(url);
        }
        return allowed;
    }

    private boolean isAllowed(InetAddress address, boolean isTrusted) {
        return switch (AddressRules.kind(address)) {
            case PUBLIC -> true;
            case PRIVATE -> isTrusted || isInTrustedNet(address);
            case SPECIAL -> isInTrustedNet(address);
        };
    }

    /** The range has to hold the address as it is: an embedded one travels through a gateway of its own. */
    private boolean isInTrustedNet(InetAddress address) {
        return AddressRules.isIn(trustedCidrs, address);
    }

    private boolean isOwn(InetAddress address, int port) {
        InetAddress meant = AddressRules.unwrapped(address);
        return own.stream()
                .filter(listener -> listener.port() == port)
                .anyMatch(listener -> isReached(listener.address(), meant));
    }

    /** A connection to 0.0.0.0 or :: goes to the loopback address. */
    private static boolean isReached(InetAddress listener, InetAddress asked) {
        return listener.equals(asked)
                || (listener.isAnyLocalAddress() && isThisMachine(asked))
                || (listener.isLoopbackAddress() && asked.isAnyLocalAddress());
    }

    private static boolean isThisMachine(InetAddress address) {
        return address.isLoopbackAddress() || address.isAnyLocalAddress() || ThisMachine.hasAddress(address);
    }

    private static boolean isListed(List<String> hosts, String host) {
        return hosts.stream()
                .anyMatch(listed -> listed.startsWith("*.") ? host.endsWith(listed.substring(1)) : host.equals(listed));
    }
}
