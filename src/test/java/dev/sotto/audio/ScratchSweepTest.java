package dev.sotto.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchSweepTest {
    private static final Instant BOUND = Instant.parse("2026-01-01T12:00:00Z");

    @TempDir
    private Path root;

    @Test
    void only_decode_folders_older_than_the_bound_go() throws IOException {
        Path old = folder("decode-1", BOUND.minusSeconds(1));
        Path young = folder("decode-2", BOUND.plusSeconds(1));
        Path foreign = folder("letters", BOUND.minusSeconds(1));
        ScratchFolder.sweep(root, BOUND);
        assertThat(old).doesNotExist();
        assertThat(young).exists();
        assertThat(foreign).exists();
    }

    @Test
    void a_folder_that_is_not_there_has_nothing_to_sweep() {
        ScratchFolder.sweep(root.resolve("missing"), BOUND);
        assertThat(root).isEmptyDirectory();
    }

    private Path folder(String name, Instant modified) throws IOException {
        Path folder = Files.createDirectories(root.resolve(name));
        Files.writeString(folder.resolve("samples.s16le"), "left");
        Files.setLastModifiedTime(folder, FileTime.from(modified));
        return folder;
    }
}
