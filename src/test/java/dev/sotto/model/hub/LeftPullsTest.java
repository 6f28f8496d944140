package dev.sotto.model.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftPullsTest {
    private static final Instant NOW = Instant.parse("2026-11-30T00:00:00Z");
    private static final Instant LONG_AGO = NOW.minus(LeftPulls.KEPT).minus(Duration.ofHours(1));

    @TempDir
    private Path models;

    @Test
    void pull_that_nobody_went_on_with_is_deleted_and_a_model_is_not() throws IOException {
        Path pull = folder(".org--small.pull-0123abc", LONG_AGO);
        Path old = folder(".org--small.old", LONG_AGO);
        Path model = folder("org--small", LONG_AGO);
        Path hidden = folder(".cache", LONG_AGO);
        assertThat(LeftPulls.sweep(models, NOW)).isEqualTo(2);
        assertThat(pull).doesNotExist();
        assertThat(old).doesNotExist();
        assertThat(model).isNotEmptyDirectory();
        assertThat(hidden).isNotEmptyDirectory();
    }

    @Test
    void pull_with_a_file_that_changed_lately_is_kept_for_the_next_try() throws IOException {
        Path pull = folder(".org--small.pull-0123abc", LONG_AGO);
        Files.setLastModifiedTime(pull.resolve("model.safetensors.part"), FileTime.from(NOW.minusSeconds(60)));
        assertThat(LeftPulls.sweep(models, NOW)).isZero();
        assertThat(pull).isNotEmptyDirectory();
    }

    @Test
    void pull_that_is_under_way_is_kept_however_old_its_files_look() throws IOException {
        Path pull = folder(".org--small.pull-0123abc", LONG_AGO);
        Path lock = models.resolve(".org--small.lock");
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var held = channel.lock()) {
            assertThat(held.isValid()).isTrue();
            assertThat(LeftPulls.sweep(models, NOW)).isZero();
        }
        assertThat(pull).isNotEmptyDirectory();
    }

    @Test
    void folder_that_is_not_there_has_no_pulls() throws IOException {
        assertThat(LeftPulls.sweep(models.resolve("none"), NOW)).isZero();
    }

    private Path folder(String name, Instant touched) throws IOException {
        Path folder = Files.createDirectories(models.resolve(name));
        Path file = Files.writeString(folder.resolve("model.safetensors.part"), "x");
        Files.setLastModifiedTime(file, FileTime.from(touched));
        Files.setLastModifiedTime(folder, FileTime.from(touched));
        return folder;
    }
}
