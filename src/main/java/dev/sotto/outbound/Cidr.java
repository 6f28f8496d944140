package dev.sotto.outbound;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** A range of addresses, such as {@code 10.0.0.0/8} or {@code fd00::/8}. A single address is a range of its full length. */
public final class Cidr {
    /** Letters that only a literal has, so that reading one never asks a name server. */
    private static final Pattern LITERAL =
            Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    private final byte[] network;
    private final int bits;
    private final String text;

    private Cidr(byte[] network, int bits, String text) {
        this.network = network;
        this.bits = bits;
        this.text = text;
    }

    /**
     * Reads {@code address} or {@code address/bits}.
     *
     * @throws IllegalArgumentException whose message can be shown
     */
    public static Cidr parse(String text) {
        int slash = text.indexOf('/');
        byte[] network = address(slash < 0 ? text : text.substring(0, slash), text);
        int bits = slash < 0 ? network.length * 8 : bits(text.substring(slash + 1), network.length * 8, text);
        return new Cidr(network, bits, text);
    }

    private static byte[] address(String literal, String text) {
        if (LITERAL.matcher(literal).matches()) {
            try {
                return InetAddress.getByName(literal).getAddress();
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException(fault(text), e);
            }
        }
        throw new IllegalArgumentException(fault(text));
    }

    private static int bits(String digits, int most, String text) {
        int bits = digits.matches("[0-9]{1,3}") ? Integer.parseInt(digits) : -1;
        if (bits < 0 || bits > most) {
            throw new IllegalArgumentException(fault(text));
        }
        return bits;
    }

    private static String fault(String text) {
        return "'%s' is no range of addresses; expected such as 10.1.0.0/16, fd12::/16 or 192.168.1.5".formatted(text);
    }

    public boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length != network.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit & 7);
            if (((bytes[bit >> 3] ^ network[bit >> 3]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return text;
    }
}
