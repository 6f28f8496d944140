package dev.sotto.api.auth;

import io.vertx.core.net.SocketAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Whose tries count together: an address of IPv4, or the first 64 bits of one of IPv6. One subscriber has all addresses of
 * such a network (RFC 6177), and takes a new one for each try at no cost.
 */
final class CallerNetwork {
    private static final int NETWORK_BYTES = 8;
    private static final String UNKNOWN = "unknown";

    private CallerNetwork() {}

    /** A key to count by; all callers without an address of IP share one. */
    static String of(@Nullable SocketAddress caller) {
        String literal = caller == null ? null : caller.hostAddress();
        if (literal == null) {
            return UNKNOWN;
        }
        if (literal.indexOf(':') < 0) {
            return literal;
        }
        int zone = literal.indexOf('%');
        try {
            InetAddress address = InetAddress.getByName(zone < 0 ? literal : literal.substring(0, zone));
            // one of IPv4 that is written as one of IPv6 comes back as what it is
            return address instanceof Inet6Address ? network(address) : address.getHostAddress();
        } catch (UnknownHostException e) {
            return UNKNOWN;
        }
    }

    private static String network(InetAddress address) {
        byte[] bytes = address.getAddress();
        Arrays.fill(bytes, NETWORK_BYTES, bytes.length, (byte) 0);
        try {
            return InetAddress.getByAddress(bytes).getHostAddress() + "/64";
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // only another length is refused
        }
    }
}
