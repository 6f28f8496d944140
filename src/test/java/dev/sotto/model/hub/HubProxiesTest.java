package dev.sotto.model.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sotto.model.ModelException;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HubProxiesTest {
    private static final String PROXY = "http://proxy.example:3128";

    @Test
    void each_scheme_has_a_proxy_of_its_own() {
        HubProxies proxies = HubProxies.of(Map.of("HTTPS_PROXY", PROXY, "http_proxy", "other.example"));
        assertThat(seen(proxies, "https://hub.example/")).isEqualTo("HTTPS_PROXY proxy.example:3128");
        assertThat(seen(proxies, "http://hub.example/")).isEqualTo("http_proxy other.example:8080");
    }

    @Test
    void one_for_all_stands_behind_those_of_a_scheme() {
        HubProxies proxies = HubProxies.of(Map.of("ALL_PROXY", PROXY, "HTTP_PROXY", "other.example:1"));
        assertThat(seen(proxies, "https://hub.example/")).isEqualTo("ALL_PROXY proxy.example:3128");
        assertThat(seen(proxies, "http://hub.example/")).isEqualTo("HTTP_PROXY other.example:1");
    }

    @Test
    void variables_that_are_empty_are_not_set() {
        assertThat(HubProxies.of(Map.of("HTTPS_PROXY", " ", "NO_PROXY", "x")).isEmpty())
                .isTrue();
        assertThat(seen(HubProxies.of(Map.of("HTTPS_PROXY", "", "https_proxy", PROXY)), "https://hub.example/"))
                .isEqualTo("https_proxy proxy.example:3128");
    }

    @Test
    void text_that_names_no_proxy_is_refused_with_its_variable() {
        assertThatThrownBy(() -> HubProxies.of(Map.of("http_proxy", "http://:80/")))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith("http_proxy is 'http://:80/'; expected the address of a proxy");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*                          | https://hub.example/",
                "hub.example                | https://hub.example/",
                "example                    | https://hub.example/",
                ".example                   | https://hub.example/",
                "*.example                  | https://hub.example/",
                "HUB.Example.               | https://hub.example/",
                "a.example b.example,hub.example | https://hub.example/",
                "hub.example:443            | https://hub.example/",
                "hub.example:8443           | https://hub.example:8443/",
                "hub.example                | https://hub.example./",
                "10.1.2.3                   | https://10.1.2.3/",
                "10.0.0.0/8                 | https://10.1.2.3/",
                "10.1.2.3:443               | https://10.1.2.3/",
                "0:0:0:0:0:0:0:1            | https://[::1]/",
                "[::1]                      | https://[::1]/",
                "[::1]:8443                 | https://[::1]:8443/",
                "fd00::/8                   | https://[fd12::5]/",
                "0.0.0.0/0                  | https://10.1.2.3/"
            })
    void what_is_listed_is_asked_without_a_proxy(String listed, String uri) {
        assertThat(seen(HubProxies.of(Map.of("HTTPS_PROXY", PROXY, "NO_PROXY", listed)), uri))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ub.example                 | https://hub.example/",
                "hub.example.org            | https://hub.example/",
                "a.hub.example              | https://hub.example/",
                "hub.example:80             | https://hub.example/",
                "1.2.3                      | https://10.1.2.3/",
                "10.2.0.0/16                | https://10.1.2.3/",
                "10.1.2.3:80                | https://10.1.2.3/",
                "::/0                       | https://10.1.2.3/",
                "0.0.0.0/0                  | https://hub.example/"
            })
    void what_is_not_listed_goes_through_the_proxy(String listed, String uri) {
        assertThat(seen(HubProxies.of(Map.of("HTTPS_PROXY", PROXY, "NO_PROXY", listed)), uri))
                .isEqualTo("HTTPS_PROXY proxy.example:3128");
    }

    @ParameterizedTest
    @ValueSource(strings = {":", ":80", ".", ",,", "[", "/8", "a/b", "1.2.3.4/99", "::::", "http://hub.example", "]:1"})
    void nonsense_in_the_list_means_nobody(String listed) {
        assertThat(seen(HubProxies.of(Map.of("HTTPS_PROXY", PROXY, "NO_PROXY", listed)), "https://hub.example/"))
                .isEqualTo("HTTPS_PROXY proxy.example:3128");
    }

    private static String seen(HubProxies proxies, String uri) {
        return proxies.before(URI.create(uri))
                .map(proxy -> "%s %s:%d"
                        .formatted(
                                proxy.variable(),
                                proxy.address().getHostString(),
                                proxy.address().getPort()))
                .orElse("");
    }
}
