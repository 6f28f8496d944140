package dev.sotto.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sotto.config.ConfigLoader;
import dev.sotto.config.ServerConfig;
import dev.sotto.job.port.JobAnnouncer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folder that a backup is: when it is there, and who may read it. */
class DataFolderBackupTest {
    private static final JobAnnouncer SILENT = JobAnnouncer.SILENT;

    @TempDir
    Path home;

    private ServerConfig config;
    private Path target;

    @BeforeEach
    void load() {
        config = config(Map.of());
        target = home.resolve("backups/monday");
    }

    @Test
    void folder_has_the_shape_of_a_data_folder_and_is_private_and_a_server_can_be_started_on_it() throws IOException {
        try (DataStores server = DataStores.open(config, SILENT)) {
            BackupSummary made = DataFolderBackup.make(config, target);
            assertThat(made).isEqualTo(new BackupSummary(0, 0, 0, 0, true));
            assertThat(server.jobs().maintenance().counts().due()).isZero();
        }
        assertThat(target.resolve("store/sotto.db")).isNotEmptyFile();
        assertThat(target.resolve("webhook.key")).hasSameBinaryContentAs(home.resolve("data/webhook.key"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target.resolve("webhook.key"))))
                .isEqualTo("rw-------");
        assertThat(beside()).containsExactly("monday");
        DataStores.open(config(Map.of("SOTTO_DATA_FOLDER", target.toString())), SILENT)
                .close();
    }

    @Test
    void what_is_there_is_never_touched() throws IOException {
        DataStores.open(config, SILENT).close();
        Files.createDirectories(target);
        assertRefused("exists already");
        Files.delete(target);
        Files.writeString(target, "mine");
        assertRefused("exists already");
        assertThat(target).hasContent("mine");
    }

    @Test
    void backup_that_was_broken_off_is_told_and_not_gone_on_with() throws IOException {
        DataStores.open(config, SILENT).close();
        Path part = Files.createDirectories(home.resolve("backups/monday.part"));
        assertRefused("was interrupted; delete it");
        assertThat(part).isEmptyDirectory();
        assertThat(target).doesNotExist();
    }

    @Test
    void place_within_the_data_folder_is_refused() {
        DataStores.open(config, SILENT).close();
        target = home.resolve("data/blobs/copy");
        assertRefused("lies in the data folder");
        assertThat(target).doesNotExist();
    }

    @Test
    void place_that_a_link_puts_within_the_data_folder_is_refused() throws IOException {
        DataStores.open(config, SILENT).close();
        Files.createSymbolicLink(home.resolve("link"), home.resolve("data"));
        target = home.resolve("link/blobs/new/copy");
        assertRefused("lies in the data folder");
        config = config(Map.of("SOTTO_DATA_FOLDER", home.resolve("link").toString()));
        target = home.resolve("data/copy");
        assertRefused("lies in the data folder");
        assertThat(home.resolve("data/blobs")).isEmptyDirectory();
    }

    @Test
    void place_where_a_part_of_the_data_folder_really_lies_is_refused() throws IOException {
        DataStores.open(config, SILENT).close();
        Path large = home.resolve("large");
        Files.move(home.resolve("data/blobs"), large);
        Files.createSymbolicLink(home.resolve("data/blobs"), large);
        target = large.resolve("copy");
        assertRefused("lies in the data folder");
        assertThat(large).isEmptyDirectory();
    }

    @Test
    void nothing_is_left_of_a_backup_that_failed() throws IOException {
        assertRefused("There is no sotto.db in the data folder");
        assertThat(beside()).isEmpty();
        assertThat(home.resolve("data")).doesNotExist();
    }

    @Test
    void sealed_secrets_without_their_key_are_no_backup() throws IOException {
        DataStores.open(config, SILENT).close();
        Files.delete(home.resolve("data/webhook.key"));
        assertRefused("neither in the data folder nor in the settings");
        assertThat(beside()).isEmpty();
    }

    @Test
    void key_of_the_settings_is_not_copied_and_that_is_told() {
        config = config(Map.of("SOTTO_WEBHOOKS_SECRET_KEY", "0f".repeat(32)));
        DataStores.open(config, SILENT).close();
        assertThat(DataFolderBackup.make(config, target).hasKey()).isFalse();
        assertThat(target.resolve("webhook.key")).doesNotExist();
    }

    private void assertRefused(String because) {
        assertThatThrownBy(() -> DataFolderBackup.make(config, target))
                .isInstanceOf(BackupException.class)
                .hasMessageContaining(because);
    }

    private Stream<String> beside() throws IOException {
        try (Stream<Path> files = Files.list(home.resolve("backups"))) {
            return files.map(file -> file.getFileName().toString()).toList().stream();
        }
    }

    private ServerConfig config(Map<String, String> environment) {
        try {
            return ConfigLoader.load(home, Optional.empty(), environment);
        } catch (RuntimeException e) {
            throw new IllegalStateException(e);
        }
    }
}
