package dev.sotto.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.config.ConfigLoader;
import dev.sotto.config.ServerConfig;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which pages are this server's own. */
class CorsPolicyTest {
    private static Vertx vertx;

    @TempDir
    Path home;

    @BeforeAll
    static void open() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void close() throws Exception {
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:8080, localhost:8080, true",
        "https://localhost, localhost, true",
        "http://192.168.1.7:8080, 192.168.1.7:8080, true",
        "http://[::1]:8080, [::1]:8080, true",
        "http://sotto.lan:8080, sotto.lan:8080, true",
        "http://evil.example.org:8080, evil.example.org:8080, false",
        "http://127.0.0.1.evil.example.org, 127.0.0.1.evil.example.org, false",
        "http://localhost.evil.example.org, localhost.evil.example.org, false",
        "http://evil.example.org:8080, localhost:8080, false",
        "http://localhost:9090, localhost:8080, false",
        "null, , false"
    })
    void page_is_own_by_a_name_that_nobody_else_can_give_this_server(String origin, String host, boolean isOwn) {
        assertThat(policy(Map.of("SOTTO_HTTP_HOST", "sotto.lan"), true)
                        .isOwn(Optional.of(origin), Optional.empty(), Optional.ofNullable(host)))
                .isEqualTo(isOwn);
    }

    @ParameterizedTest
    @CsvSource({
        "https://sotto.example.org, 10.0.0.7:8080, true",
        "https://sotto.example.org, , true",
        "http://localhost:8080, localhost:8080, true",
        "http://localhost:8080, 10.0.0.7:8080, false",
        "http://evil.example.org, evil.example.org, false"
    })
    void page_of_the_public_address_is_own_whatever_a_proxy_makes_of_the_host(
            String origin, String host, boolean isOwn) {
        assertThat(policy(Map.of("SOTTO_HTTP_PUBLIC_URL", "https://sotto.example.org"), true)
                        .isOwn(Optional.of(origin), Optional.empty(), Optional.ofNullable(host)))
                .isEqualTo(isOwn);
    }

    @ParameterizedTest
    @CsvSource({
        "http://sotto.lan:8080, sotto.lan:8080, , true",
        "http://sotto.lan:8080, sotto.lan:8080, same-origin, true",
        "https://sotto.lan, 127.0.0.1:8080, same-origin, true",
        "https://other.lan, sotto.lan:8080, , false",
        "http://sotto.lan:8080, sotto.lan:8080, cross-site, false",
        "http://localhost:3000, localhost:8080, same-site, false",
        ", sotto.lan:8080, , true",
        ", sotto.lan:8080, none, true",
        ", sotto.lan:8080, cross-site, false",
        ", sotto.lan:8080, same-site, false",
        "null, sotto.lan:8080, , false",
        "null, sotto.lan:8080, cross-site, false"
    })
    void what_a_browser_says_of_its_page_decides_where_a_key_is_needed(
            String origin, String host, String site, boolean isOwn) {
        assertThat(policy(Map.of(), false)
                        .isOwn(Optional.ofNullable(origin), Optional.ofNullable(site), Optional.ofNullable(host)))
                .isEqualTo(isOwn);
    }

    private CorsPolicy policy(Map<String, String> settings, boolean isOpen) {
        ServerConfig.Http http =
                ConfigLoader.load(home, Optional.empty(), settings).http();
        return new CorsPolicy(vertx, http, new HostRule(http, () -> isOpen));
    }
}
