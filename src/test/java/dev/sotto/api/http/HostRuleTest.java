package dev.sotto.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.config.ConfigLoader;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which names are this server's own. */
class HostRuleTest {
    @TempDir
    Path home;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST:8080",
                "localhost.",
                "localhost.:8080",
                "app.localhost:1",
                "127.0.0.1",
                "127.0.0.1:8080",
                "192.168.1.7:9",
                "203.0.113.9",
                "[::1]",
                "[::1]:8080",
                "[2001:DB8::7]:8080",
                "[::ffff:127.0.0.1]:8080",
                "[fe80::1%25eth0]:8080",
                "sotto.lan",
                "Sotto.LAN.:8080",
                "sotto.example.org",
                "sotto.example.org:8443",
                "sotto",
                "a.pages.example",
                "localhost:"
            })
    void addresses_loopback_and_listed_names_are_own_on_every_port(String host) {
        assertThat(rule().isOwn(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:8080",
                "127.0.0.1.evil.example",
                "localhost.evil.example",
                "evil-localhost",
                "127.0.0.1.nip.io:8080",
                "sotto.lan.evil.example",
                "xsotto",
                "pages.example",
                "evilpages.example",
                "localhost@evil.example",
                "evil.example/@localhost",
                "localhost evil.example",
                "localhost:80:80",
                "[::1",
                "[::1]evil.example",
                "[evil.example]",
                "127.0.0.1:x",
                "::1",
                ":8080",
                ".localhost.evil",
                "\u217cocalhost"
            })
    void other_names_are_a_stranger_s(String host) {
        assertThat(rule().isOwn(host)).isFalse();
    }

    private HostRule rule() {
        Map<String, String> settings = Map.of(
                "SOTTO_HTTP_HOST", "sotto.lan",
                "SOTTO_HTTP_PUBLIC_URL", "https://sotto.example.org:8443/base",
                "SOTTO_HTTP_ALLOWED_HOSTS", "sotto, *.pages.example");
        return new HostRule(ConfigLoader.load(home, Optional.empty(), settings).http(), () -> true);
    }
}
