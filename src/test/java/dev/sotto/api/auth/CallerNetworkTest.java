package dev.sotto.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.net.SocketAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallerNetworkTest {
    @ParameterizedTest
    @CsvSource({
        "2001:db8:1:2::1, 2001:db8:1:2:ffff:ffff:ffff:ffff, true",
        "2001:db8:1:2::1, 2001:db8:1:3::1, false",
        "fe80::1, fe80::2, true",
        "::1, ::1, true",
        "::ffff:192.0.2.7, 192.0.2.7, true",
        "::ffff:192.0.2.7, ::ffff:192.0.2.8, false",
        "192.0.2.7, 192.0.2.8, false",
        "192.0.2.7, 2001:db8::7, false"
    })
    void addresses_of_one_subscriber_count_together(String one, String other, boolean isSame) {
        assertThat(of(one).equals(of(other)))
                .as("%s and %s", of(one), of(other))
                .isEqualTo(isSame);
    }

    @Test
    void zone_of_a_link_is_no_part_of_the_network() throws Exception {
        byte[] address = InetAddress.getByName("fe80::1").getAddress();
        InetAddress zoned = Inet6Address.getByAddress("", address, 9);
        assertThat(CallerNetwork.of(SocketAddress.inetSocketAddress(new InetSocketAddress(zoned, 40_000))))
                .isEqualTo(of("fe80::2"));
    }

    @Test
    void callers_without_an_address_count_together() {
        assertThat(CallerNetwork.of(null))
                .isEqualTo(CallerNetwork.of(SocketAddress.domainSocketAddress("/run/sotto.sock")));
    }

    private static String of(String literal) {
        return CallerNetwork.of(SocketAddress.inetSocketAddress(40_000, literal));
    }
}
