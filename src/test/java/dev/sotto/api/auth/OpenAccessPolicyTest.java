package dev.sotto.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sotto.config.ConfigLoader;
import dev.sotto.config.ServerConfig;
import dev.sotto.data.DataFolderKeys;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What a server says at its start about who may use it. */
class OpenAccessPolicyTest {
    private static final String KEY = "0123456789abcdef0123456789abcdef";

    @TempDir
    Path home;

    @Test
    void server_that_is_open_to_a_network_says_so_with_the_two_ways_to_close_it() {
        List<String> said = said(Map.of("SOTTO_HTTP_HOST", "0.0.0.0", "SOTTO_AUTH_ANONYMOUS", "anywhere"));
        assertThat(said).singleElement().asString().contains("ANYBODY WHO REACHES PORT 8080");
        assertThat(said.get(0)).contains("SOTTO_ADMIN_KEY").contains("-p 127.0.0.1:8080:8080");
    }

    @Test
    void server_with_a_key_or_on_a_loopback_address_says_nothing() {
        assertThat(said(Map.of(
                        "SOTTO_HTTP_HOST", "0.0.0.0",
                        "SOTTO_AUTH_ANONYMOUS", "anywhere",
                        "SOTTO_ADMIN_KEY", KEY)))
                .isEmpty();
        assertThat(said(Map.of("SOTTO_AUTH_ANONYMOUS", "anywhere"))).isEmpty();
        assertThat(said(Map.of())).isEmpty();
    }

    private List<String> said(Map<String, String> settings) {
        ServerConfig config = ConfigLoader.load(home, Optional.empty(), settings);
        Logger logger = (Logger) LoggerFactory.getLogger(OpenAccessPolicy.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        try (DataFolderKeys keys = DataFolderKeys.open(config)) {
            OpenAccessPolicy.rules(config, keys.keyStore(), InstantSource.system());
            return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
        } finally {
            logger.detachAppender(log);
        }
    }
}
