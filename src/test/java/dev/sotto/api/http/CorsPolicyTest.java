package dev.sotto.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.config.ConfigLoader;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which pages are this server's own. */
class CorsPolicyTest {
    @TempDir
    Path home;

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
        assertThat(origins(Map.of("SOTTO_HTTP_HOST", "sotto.lan")).isOwn(origin, host))
                .isEqualTo(isOwn);
    }

    @ParameterizedTest
    @CsvSource({
        "https://sotto.example.org, 10.0.0.7:8080, true",
        "https://sotto.example.org, , true",
        "http://localhost:8080, localhost:8080, false",
        "http://evil.example.org, evil.example.org, false"
    })
    void public_address_is_the_only_one_where_there_is_one(String origin, String host, boolean isOwn) {
        assertThat(origins(Map.of("SOTTO_HTTP_PUBLIC_URL", "https://sotto.example.org"))
                        .isOwn(origin, host))
                .isEqualTo(isOwn);
    }

    private CorsPolicy origins(Map<String, String> settings) {
        return new CorsPolicy(
                ConfigLoader.load(home, Optional.empty(), settings).http());
    }
}
