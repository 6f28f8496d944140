package dev.sotto.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sotto.outbound.AddressRules.Kind;
import dev.sotto.outbound.OutboundPolicy.Listener;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRulesTest {
    @ParameterizedTest
    @CsvFileSource(resources = "/golden/addresses.csv")
    void address_is_of_the_kind_that_the_table_says(String address, Kind kind) throws UnknownHostException {
        assertThat(AddressRules.kind(InetAddress.getByName(address))).isEqualTo(kind);
    }

    /** Texts that resolvers of this kind read as loopback: their addresses are judged, not their spelling. */
    @ParameterizedTest
    @ValueSource(strings = {"2130706433", "127.1", "127.0.1"})
    void java_reads_odd_literals_as_loopback_and_the_address_tells(String text) throws UnknownHostException {
        assertThat(AddressRules.kind(InetAddress.getByName(text))).isEqualTo(Kind.PRIVATE);
    }

    @Test
    void only_allowed_addresses_of_a_name_are_left_in_their_order() {
        List<InetAddress> mixed = addresses("10.0.0.1", "8.8.8.8", "::1", "2606:4700::1111", "169.254.169.254");
        assertThat(OutboundPolicy.STRICT.allowed(url("https://a.example/"), mixed))
                .isEqualTo(addresses("8.8.8.8", "2606:4700::1111"));
    }

    @Test
    void name_with_no_allowed_address_is_refused_as_one_that_has_none() {
        OutboundUrl url = url("https://a.example/p?token=1");
        assertThatThrownBy(() -> OutboundPolicy.STRICT.allowed(url, addresses("10.9.8.7")))
                .isInstanceOfSatisfying(
                        OutboundException.class, e -> assertThat(e.error()).isEqualTo(OutboundError.NAME_UNKNOWN))
                .hasMessageContaining("https://a.example/p: the host name has no address that may be asked")
                .hasMessage(OutboundException.name(url).getMessage())
                .hasMessageNotContaining("10.9")
                .hasMessageNotContaining("token");
    }

    @Test
    void address_that_is_not_allowed_is_told_as_such_to_whoever_wrote_it() {
        assertThatThrownBy(() -> OutboundPolicy.STRICT.allowed(url("https://10.9.8.7/p"), addresses("10.9.8.7")))
                .isInstanceOfSatisfying(
                        OutboundException.class, e -> assertThat(e.error()).isEqualTo(OutboundError.ADDRESS_REFUSED))
                .hasMessageContaining("https://10.9.8.7/p: address not allowed");
    }

    @Test
    void trusted_host_opens_private_addresses_but_neither_metadata_nor_another_host() {
        OutboundPolicy policy = trusting(List.of("nas.home", "*.lan"), List.of());
        assertThat(policy.allowed(url("https://nas.home/"), addresses("192.168.1.5", "::1")))
                .hasSize(2);
        assertThat(policy.allowed(url("https://a.b.lan/"), addresses("10.0.0.1")))
                .hasSize(1);
        assertRefused(policy, "https://nas.home/", "169.254.169.254");
        assertRefused(policy, "https://nas.home/", "64:ff9b::a9fe:a9fe");
        assertRefused(policy, "https://nas.home.evil.example/", "192.168.1.5");
        assertRefused(policy, "https://lan/", "192.168.1.5");
        assertRefused(policy, "https://evil-lan/", "192.168.1.5");
    }

    @Test
    void trusted_net_opens_what_it_holds_and_nothing_that_leads_there_by_a_gateway() {
        OutboundPolicy policy = trusting(List.of(), List.of(Cidr.parse("10.1.0.0/16"), Cidr.parse("fd12::/16")));
        assertThat(policy.allowed(url("https://a.example/"), addresses("10.1.2.3", "fd12::9")))
                .hasSize(2);
        assertRefused(policy, "https://a.example/", "10.2.0.1");
        assertRefused(policy, "https://a.example/", "64:ff9b::a01:203");
        assertRefused(policy, "https://a.example/", "2002:a01:203::1");
    }

    @Test
    void this_server_s_own_ports_stay_closed_even_in_a_trusted_net() {
        OutboundPolicy policy = new OutboundPolicy(
                true,
                Set.of(8080, 8081),
                List.of(),
                List.of("nas.home"),
                List.of(Cidr.parse("127.0.0.0/8")),
                Set.of(new Listener(address("0.0.0.0"), 8080)));
        assertRefused(policy, "http://a.example:8080/", "127.0.0.1");
        assertRefused(policy, "http://nas.home:8080/", "::1");
        assertThat(policy.allowed(url("http://a.example:8081/"), addresses("127.0.0.1")))
                .hasSize(1);
        assertThat(policy.allowed(url("http://nas.home:8080/"), addresses("10.77.66.55")))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "127.0.0.1"})
    void own_port_of_the_loopback_address_stays_closed_by_every_address_that_leads_there(String asked) {
        OutboundPolicy policy = new OutboundPolicy(
                true,
                Set.of(8081),
                List.of(),
                List.of(),
                List.of(Cidr.parse("0.0.0.0/0"), Cidr.parse("::/0")),
                Set.of(new Listener(address("127.0.0.1"), 8081)));
        assertRefused(policy, "http://a.example:8081/", asked);
    }

    @Test
    void scheme_port_and_host_lists_are_checked_before_any_name_is_asked_for() {
        assertThatCode(() -> OutboundPolicy.STRICT.check(url("https://a.example/")))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> OutboundPolicy.STRICT.check(url("http://a.example/")))
                .hasMessageContaining("https://, since this server allows no other");
        assertThatThrownBy(() -> OutboundPolicy.STRICT.check(url("https://a.example:22/")))
                .hasMessageContaining("port 22 is not allowed");
        OutboundPolicy listed = new OutboundPolicy(
                false, Set.of(8443), List.of("cdn.example", "*.media.example"), List.of(), List.of(), Set.of());
        assertThatCode(() -> listed.check(url("https://CDN.example:8443/"))).doesNotThrowAnyException();
        assertThatCode(() -> listed.check(url("https://x.media.example/"))).doesNotThrowAnyException();
        assertThatThrownBy(() -> listed.check(url("https://media.example/")))
                .hasMessageContaining("not in the allowed-hosts");
        assertThatThrownBy(() -> listed.check(url("https://cdn.example.evil.example/")))
                .hasMessageContaining("not in the allowed-hosts");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://10.0.0.1/", "https://127.0.0.1/", "https://169.254.169.254/", "https://[fd00::1]/"})
    void address_in_place_of_a_name_may_be_judged_before_it_is_asked(String text) {
        assertThatCode(() -> OutboundPolicy.STRICT.check(url(text))).doesNotThrowAnyException();
        assertThatThrownBy(() -> OutboundPolicy.STRICT.checkWithAddress(url(text)))
                .hasMessageContaining("address not allowed");
        assertThatCode(() -> OutboundPolicy.STRICT.checkWithAddress(url("https://1.1.1.1/")))
                .doesNotThrowAnyException();
        assertThatCode(() -> OutboundPolicy.STRICT.checkWithAddress(url("https://localhost/")))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "fd00::/129", "localhost/8", "a.example", "10/8"})
    void range_that_cannot_be_read_is_refused_without_asking_a_name_server(String text) {
        assertThatThrownBy(() -> Cidr.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is no range of addresses");
    }

    private static void assertRefused(OutboundPolicy policy, String url, String address) {
        assertThatThrownBy(() -> policy.allowed(url(url), addresses(address)))
                .as(address)
                .isInstanceOfSatisfying(
                        OutboundException.class, e -> assertThat(e.error()).isEqualTo(OutboundError.NAME_UNKNOWN));
    }

    private static OutboundPolicy trusting(List<String> hosts, List<Cidr> nets) {
        return new OutboundPolicy(false, Set.of(), List.of(), hosts, nets, Set.of());
    }

    private static List<InetAddress> addresses(String... texts) {
        return Arrays.stream(texts).map(AddressRulesTest::address).toList();
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static OutboundUrl url(String text) {
        return OutboundUrl.parse(text);
    }
}
