package dev.sotto.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchSweepTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration DECODE_MAX = Duration.ofMinutes(30);

    @TempDir
    private Path root;

    @Test
    void folder_without_a_lock_goes_when_no_decode_can_be_so_old() throws IOException {
        Path old = folder("decode-1", NOW.minus(DECODE_MAX).minusSeconds(1));
        Path young = folder("decode-2", NOW.minus(DECODE_MAX).plusSeconds(1));
        Path foreign = folder("letters", NOW.minus(DECODE_MAX).minusSeconds(1));
        ScratchFolder.sweep(root, NOW, DECODE_MAX);
        assertThat(old).doesNotExist();
        assertThat(young).exists();
        assertThat(foreign).exists();
    }

    @Test
    void folder_whose_owner_is_dead_goes_at_once() throws IOException {
        Path dead = folder("decode-1", NOW.minusSeconds(11));
        Files.createFile(dead.resolve("owner.lock"));
        Files.setLastModifiedTime(dead, FileTime.from(NOW.minusSeconds(11)));
        Path beingMade = folder("decode-2", NOW.minusSeconds(9));
        Files.createFile(beingMade.resolve("owner.lock"));
        Files.setLastModifiedTime(beingMade, FileTime.from(NOW.minusSeconds(9)));
        ScratchFolder.sweep(root, NOW, DECODE_MAX);
        assertThat(dead).doesNotExist();
        assertThat(beingMade).exists();
    }

    @Test
    void folder_in_use_stays_however_old_it_is() {
        try (ScratchFolder used = ScratchFolder.create(root, Duration.ZERO)) {
            ScratchFolder.sweep(root, Instant.now().plus(Duration.ofDays(1)), DECODE_MAX);
            assertThat(used.workingFolder()).exists();
        }
        assertThat(root).isEmptyDirectory();
    }

    @Test
    void a_folder_that_is_not_there_has_nothing_to_sweep() {
        ScratchFolder.sweep(root.resolve("missing"), NOW, DECODE_MAX);
        assertThat(root).isEmptyDirectory();
    }

    private Path folder(String name, Instant modified) throws IOException {
        Path folder = Files.createDirectories(root.resolve(name));
        Files.writeString(folder.resolve("samples.s16le"), "left");
        Files.setLastModifiedTime(folder, FileTime.from(modified));
        return folder;
    }
}
