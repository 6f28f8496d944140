package dev.sotto.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftFilesTest {
    private static final Duration WORK_MAX = Duration.ofHours(2);

    @TempDir
    private Path folder;

    private long nanos;
    private LeftFiles left = new LeftFiles(Path.of("unset"), name -> true, WORK_MAX, () -> nanos);

    @BeforeEach
    void start() {
        left = new LeftFiles(folder, name -> name.endsWith(".upload"), WORK_MAX, () -> nanos);
    }

    @Test
    void file_that_has_not_changed_for_longer_than_work_may_take_is_deleted() throws IOException {
        Path file = Files.writeString(folder.resolve("a.upload"), "x");
        assertThat(left.round()).isZero();
        pass(WORK_MAX);
        assertThat(left.round()).isZero();
        pass(Duration.ofSeconds(1));
        assertThat(left.round()).isEqualTo(1);
        assertThat(file).doesNotExist();
    }

    @Test
    void file_that_grew_meanwhile_is_worked_on() throws IOException {
        Path file = Files.writeString(folder.resolve("a.upload"), "x");
        left.round();
        pass(WORK_MAX.plusSeconds(1));
        Files.writeString(file, "xy");
        assertThat(left.round()).isZero();
        pass(WORK_MAX);
        assertThat(left.round()).isZero();
        pass(Duration.ofSeconds(1));
        assertThat(left.round()).isEqualTo(1);
    }

    @Test
    void file_that_looks_old_because_the_wall_clock_jumped_is_kept() throws IOException {
        Path file = Files.writeString(folder.resolve("a.upload"), "x");
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
        left.round();
        pass(Duration.ofMinutes(10));
        assertThat(left.round()).isZero();
        assertThat(file).exists();
    }

    @Test
    void other_names_folders_and_links_are_left_alone() throws IOException {
        Path target = Files.writeString(folder.resolve(".lock"), "");
        Files.createSymbolicLink(folder.resolve("link.upload"), target);
        Files.createDirectory(folder.resolve("folder.upload"));
        left.round();
        pass(WORK_MAX.multipliedBy(2));
        assertThat(left.round()).isZero();
        assertThat(folder).isDirectoryContaining("glob:**/.lock").isDirectoryContaining("glob:**/link.upload");
    }

    @Test
    void folder_that_is_not_there_has_no_files() throws IOException {
        assertThat(new LeftFiles(folder.resolve("none"), name -> true, WORK_MAX, () -> nanos).round())
                .isZero();
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }
}
