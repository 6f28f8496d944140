package dev.sotto.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.blob.folder.FolderBlobStore;
import dev.sotto.job.port.StoreError;
import dev.sotto.job.port.StoreException;
import dev.sotto.testing.FaultyBlobStore;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingsTest {
    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final Map<String, String> removers = new ConcurrentHashMap<>(); // by key, the thread that removed it

    @AfterEach
    void close() throws Exception {
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    @Test
    void one_that_cannot_be_deleted_fails_nobody_and_keeps_no_other() throws Exception {
        FaultyBlobStore blobs = new FaultyBlobStore(FolderBlobStore.open(folder.resolve("blobs"), new Random(7)));
        String stuck = blobs.take(upload("stuck")).key();
        String second = blobs.take(upload("second")).key();
        blobs.beforeDelete(key -> {
            if (key.equals(stuck)) {
                throw new StoreException(StoreError.UNAVAILABLE, "planted");
            }
            removers.put(key, Thread.currentThread().getName());
        });
        Recordings recordings = new Recordings(vertx, blobs);
        recordings.removeAll(List.of(stuck, second)).await(20, TimeUnit.SECONDS);
        recordings.remove(stuck);
        assertThat(blobs.keys()).containsExactly(stuck);
        assertThat(removers.get(second)).startsWith("store-recordings");
    }

    private Path upload(String sound) throws IOException {
        return Files.writeString(folder.resolve(sound), sound);
    }
}
