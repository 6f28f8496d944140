package dev.sotto.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.job.port.BlobStore;
import dev.sotto.job.port.StoreError;
import dev.sotto.job.port.StoreException;
import io.vertx.core.Vertx;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecordingsTest {
    private final Vertx vertx = Vertx.vertx();
    private final Map<String, String> removers = new ConcurrentHashMap<>(); // by key, the thread that removed it

    @AfterEach
    void close() throws Exception {
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    @Test
    void one_that_cannot_be_deleted_fails_nobody_and_keeps_no_other() throws Exception {
        Recordings recordings = new Recordings(vertx, blobsWithout("stuck"));
        recordings.removeAll(List.of("stuck", "second")).await(20, TimeUnit.SECONDS);
        recordings.remove("stuck");
        assertThat(removers).containsOnlyKeys("second");
        assertThat(removers.get("second")).startsWith("store-recordings");
    }

    private BlobStore blobsWithout(String stuck) {
        return (BlobStore) Proxy.newProxyInstance(
                BlobStore.class.getClassLoader(), new Class<?>[] {BlobStore.class}, (any, method, with) -> {
                    if (with[0].equals(stuck)) {
                        throw new StoreException(StoreError.UNAVAILABLE, "planted");
                    }
                    removers.put((String) with[0], Thread.currentThread().getName());
                    return null;
                });
    }
}
