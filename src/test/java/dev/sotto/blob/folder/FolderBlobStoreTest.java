package dev.sotto.blob.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sotto.job.port.BlobStore.StoredBlob;
import dev.sotto.job.port.LocalFile;
import dev.sotto.job.port.StoreError;
import dev.sotto.job.port.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recordings of jobs on a real disk. */
class FolderBlobStoreTest {
    @TempDir
    private Path root;

    private FolderBlobStore store;

    @BeforeEach
    void open() {
        store = FolderBlobStore.open(root.resolve("blobs"), new Random(1));
    }

    @Test
    void what_is_taken_lies_here_whole_and_nowhere_else() throws IOException {
        Path upload = write("abc");
        StoredBlob blob = store.take(upload);
        assertThat(blob.checksum()).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(blob.bytes()).isEqualTo(3);
        assertThat(upload).doesNotExist();
        try (LocalFile file = store.open(blob.key())) {
            assertThat(file.path()).hasContent("abc");
        }
        assertThat(names()).as("closing takes nothing away").containsExactly(blob.key());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve("blobs"))))
                .isEqualTo("rwx------");
        store.delete(blob.key());
        store.delete(blob.key());
        assertThat(names()).isEmpty();
    }

    @Test
    void what_was_changed_or_is_gone_is_refused() throws IOException {
        StoredBlob blob = store.take(write("abc"));
        Files.writeString(root.resolve("blobs").resolve(blob.key()), "abd");
        assertDamaged(blob.key(), "its checksum differs");
        Files.delete(root.resolve("blobs").resolve(blob.key()));
        assertDamaged(blob.key(), "is gone");
    }

    @Test
    void a_key_is_no_path() throws IOException {
        Path secret = write("secret");
        assertDamaged("../" + secret.getFileName(), "names no stored recording");
        store.delete("../" + secret.getFileName());
        assertThat(secret).exists();
    }

    @Test
    void a_sweep_leaves_only_what_is_needed() throws IOException {
        StoredBlob needed = store.take(write("needed"));
        store.take(write("forgotten"));
        Files.writeString(root.resolve("blobs/half-done"), "?");
        assertThat(store.sweep(Set.of(needed.key())::contains)).isEqualTo(2);
        assertThat(names()).containsExactly(needed.key());
    }

    private void assertDamaged(String key, String message) {
        assertThatThrownBy(() -> store.open(key))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.error()).isEqualTo(StoreError.DAMAGED))
                .hasMessageContaining(message);
    }

    private Path write(String content) throws IOException {
        Path file = Files.createTempFile(root, "upload", "");
        return Files.writeString(file, content);
    }

    private Stream<String> names() throws IOException {
        try (Stream<Path> files = Files.list(root.resolve("blobs"))) {
            return files.map(file -> file.getFileName().toString()).toList().stream();
        }
    }
}
