package dev.sotto.outbound;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * Which addresses are public. The table follows IANA's special-purpose registries (RFC 6890 and its updates) and adds the
 * places where clouds answer their own machines; {@code InetAddress}'s own questions miss several of them.
 */
final class AddressRules {
    /** What an address is, as far as going there matters. */
    enum Kind {
        PUBLIC,
        /** Of a machine, a house or a company: opened for hosts that the settings trust. */
        PRIVATE,
        /** Metadata of clouds, link-local, multicast, reserved: opened only where the settings name the range itself. */
        SPECIAL
    }

    private static final List<Cidr> PRIVATE =
            ranges("10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1", "fc00::/7");

    private static final List<Cidr> SPECIAL = ranges(
            "0.0.0.0/8",
            "169.254.0.0/16",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
            "::",
            "64:ff9b:1::/48",
            "100::/64",
            "2001::/23",
            "2001:db8::/32",
            "3fff::/20",
            "5f00::/16",
            "fe80::/10",
            "fec0::/10",
            "ff00::/8",
            // Metadata of Alibaba, of Azure's host, and of Amazon and Google by IPv6.
            "100.100.100.200",
            "168.63.129.16",
            "fd00:ec2::/32",
            "fd20:ce::254");

    private static final Cidr IPV6_UNICAST = Cidr.parse("2000::/3");
    private static final Cidr IPV4_COMPATIBLE = Cidr.parse("::/96");
    private static final Cidr IPV4_TRANSLATED = Cidr.parse("::ffff:0:0:0/96");
    private static final Cidr NAT64 = Cidr.parse("64:ff9b::/96");
    private static final Cidr SIX_TO_FOUR = Cidr.parse("2002::/16");

    private AddressRules() {}

    static Kind kind(InetAddress address) {
        InetAddress meant = unwrapped(address);
        if (isIn(SPECIAL, meant)) {
            return Kind.SPECIAL;
        }
        if (isIn(PRIVATE, meant)) {
            return Kind.PRIVATE;
        }
        // Of IPv6 only one eighth is given out; whatever comes to mean something later is not ours to guess.
        boolean isUnassigned = meant.getAddress().length == 16 && !IPV6_UNICAST.contains(meant);
        return isUnassigned ? Kind.SPECIAL : Kind.PUBLIC;
    }

    /**
     * The IPv4 address that an IPv6 one leads to: compatible, translated (RFC 2765), NAT64 (RFC 6052) and 6to4 (RFC
     * 3056). Mapped ones are unwrapped by Java itself.
     */
    static InetAddress unwrapped(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length != 16) {
            return address;
        }
        boolean isInLastFour = NAT64.contains(address) || IPV4_TRANSLATED.contains(address) || isCompatible(address);
        if (isInLastFour) {
            return ofBytes(Arrays.copyOfRange(bytes, 12, 16));
        }
        return SIX_TO_FOUR.contains(address) ? ofBytes(Arrays.copyOfRange(bytes, 2, 6)) : address;
    }

    /** Not {@code ::} and {@code ::1}, which are themselves. */
    private static boolean isCompatible(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean isSmall = bytes[12] == 0 && bytes[13] == 0 && bytes[14] == 0 && (bytes[15] & 0xfe) == 0;
        return IPV4_COMPATIBLE.contains(address) && !isSmall;
    }

    static boolean isIn(List<Cidr> ranges, InetAddress address) {
        return ranges.stream().anyMatch(range -> range.contains(address));
    }

    private static InetAddress ofBytes(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    private static List<Cidr> ranges(String... texts) {
        return Arrays.stream(texts).map(Cidr::parse).toList();
    }
}
