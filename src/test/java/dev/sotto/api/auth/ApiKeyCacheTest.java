package dev.sotto.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.key.ApiKeyStore;
import dev.sotto.key.KeySnapshot;
import dev.sotto.key.MemoryKeys;
import dev.sotto.testing.CrowdedStore;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ApiKeyCacheTest {
    private final Vertx vertx = Vertx.vertx();
    private final CrowdedStore crowd = new CrowdedStore(vertx);

    @AfterEach
    void close() throws TimeoutException {
        crowd.close();
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    @Test
    void keys_are_read_however_many_ask_the_store() throws TimeoutException {
        ApiKeyStore keyStore = new MemoryKeys();
        ApiKeyCache keys = new ApiKeyCache(new AccessRules(keyStore, Optional.empty(), true, InstantSource.system()));
        assertThat(keys.start(vertx).await(20, TimeUnit.SECONDS)).isEqualTo(KeySnapshot.EMPTY);
    }
}
