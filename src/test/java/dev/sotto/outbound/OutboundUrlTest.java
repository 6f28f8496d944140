package dev.sotto.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutboundUrlTest {
    @ParameterizedTest
    @CsvSource({
        "https://a.example, https, a.example, 443, /",
        "https://a.example/, https, a.example, 443, /",
        "HTTPS://A.Example/P?q=1#part, https, a.example, 443, /P?q=1",
        "http://a.example:8080/x, http, a.example, 8080, /x",
        "https://a.example:/x, https, a.example, 443, /x",
        "https://a.example./x, https, a.example, 443, /x",
        "https://my_service:8443, https, my_service, 8443, /",
        "https://192.168.1.5/, https, 192.168.1.5, 443, /",
        "https://[::1]:8443/x, https, ::1, 8443, /x",
        "https://[2001:DB8::1]/, https, 2001:db8::1, 443, /",
        "https://bücher.example/ü, https, xn--bcher-kva.example, 443, /%C3%BC",
        "https://１２７.０.０.１/, https, 127.0.0.1, 443, /",
        "https://127。0。0。1/, https, 127.0.0.1, 443, /",
        "https://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/, https, localhost, 443, /",
        "https://a.example/%2e%2e/x, https, a.example, 443, /%2e%2e/x",
        "http://a.example//hook, http, a.example, 80, //hook",
        "http://a.example///?q=//x, http, a.example, 80, ///?q=//x",
        "https://a.example//ü, https, a.example, 443, //%C3%BC",
        "https://a.example/./x, https, a.example, 443, /./x"
    })
    void url_is_read_into_its_parts(String text, String scheme, String host, int port, String target) {
        assertThat(OutboundUrl.parse(text)).isEqualTo(new OutboundUrl(scheme, host, port, target));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a.example",
                "//a.example/",
                "ftp://a.example/",
                "file:///etc/passwd",
                "gopher://a.example/",
                "data:audio/wav;base64,AAAA",
                "javascript:alert(1)",
                "jar:https://a.example/x!/y",
                "https:a.example",
                "https:///path",
                "https://user@a.example/",
                "https://user:secret@a.example/",
                "https://@a.example/",
                "https://a.example@127.0.0.1/",
                "https://a.example\\@127.0.0.1/",
                "https://a.example\t/",
                "https://a.example/a b",
                "https://a.example\r\nHost: b/",
                "https://a%2eexample/",
                "https://127.0.0.1%00.example/",
                "https://2130706433/",
                "https://127.1/",
                "https://0x7f000001/",
                "https://0x7f.0.0.1/",
                "https://0177.0.0.1/",
                "https://127.0.0.01/",
                "https://256.0.0.1/",
                "https://1.2.3.4.5/",
                "https://[fe80::1%25eth0]/",
                "https://[::1/",
                "https://a.example:0/",
                "https://a.example:65536/",
                "https://a.example:-1/",
                "https://a.example:80:80/",
                "https://-a.example/",
                "https://a..example/",
                "https://./"
            })
    void url_that_could_mislead_is_refused(String text) {
        assertThatThrownBy(() -> OutboundUrl.parse(text))
                .isInstanceOfSatisfying(
                        OutboundException.class, e -> assertThat(e.error()).isEqualTo(OutboundError.URL_REFUSED))
                .hasMessageNotContaining("secret");
    }

    @Test
    void length_is_bounded() {
        String longest = "https://a.example/" + "x".repeat(2048 - 18);
        assertThat(OutboundUrl.parse(longest).target()).hasSize(2048 - 17);
        assertThatThrownBy(() -> OutboundUrl.parse(longest + "x")).hasMessageContaining("2049 characters");
    }

    @Test
    void query_shows_in_the_uri_and_not_in_a_message() {
        OutboundUrl url = OutboundUrl.parse("https://a.example:8443/f?X-Signature=abc");
        assertThat(url.toString()).isEqualTo("https://a.example:8443/f");
        assertThat(url.uri().toString()).isEqualTo("https://a.example:8443/f?X-Signature=abc");
        assertThat(OutboundUrl.parse("https://[::1]/x").toString()).isEqualTo("https://[::1]/x");
    }

    @ParameterizedTest
    @CsvSource({
        "/y?z=1, https://a.example/y?z=1",
        "y, https://a.example/d/y",
        "../y, https://a.example/y",
        "https://b.example/q, https://b.example/q",
        "//c.example/q, https://c.example/q",
        "?z, https://a.example/d/?z",
        "https://b.example//y, https://b.example//y",
        "/x//y, https://a.example/x//y"
    })
    void redirect_is_resolved_against_where_it_came_from(String location, String whole) {
        OutboundUrl from = OutboundUrl.parse("https://a.example/d/f");
        assertThat(from.resolve(location).uri()).hasToString(whole);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"file:///etc/passwd", "https://u:p@b.example/", "http://[::1", "a b", "https://2130706433/"})
    void redirect_is_judged_like_any_other_url(String location) {
        OutboundUrl from = OutboundUrl.parse("https://a.example/d/f");
        assertThatThrownBy(() -> from.resolve(location)).isInstanceOf(OutboundException.class);
    }
}
