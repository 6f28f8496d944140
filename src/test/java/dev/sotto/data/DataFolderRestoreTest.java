package dev.sotto.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sotto.config.ConfigLoader;
import dev.sotto.config.ServerConfig;
import dev.sotto.job.port.JobAnnouncer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup becomes a data folder again, whole or not at all. */
class DataFolderRestoreTest {
    @TempDir
    Path home;

    private Path backup;
    private ServerConfig empty;

    @BeforeEach
    void backUp() {
        ServerConfig config = config(home.resolve("data"));
        backup = home.resolve("monday");
        DataStores.open(config, JobAnnouncer.SILENT).close();
        DataFolderBackup.make(config, backup);
        empty = config(home.resolve("new"));
    }

    private ServerConfig config(Path folder) {
        return ConfigLoader.load(home, Optional.empty(), Map.of("SOTTO_DATA_FOLDER", folder.toString()));
    }

    @Test
    void a_server_starts_on_what_was_restored_and_the_backup_stays() throws IOException {
        Path models = Files.createDirectories(home.resolve("new/models"));
        assertThat(DataFolderRestore.make(empty, backup)).isEqualTo(new BackupSummary(0, 0, 0, 0, true));
        assertThat(home.resolve("new/webhook.key")).hasSameBinaryContentAs(backup.resolve("webhook.key"));
        assertThat(home.resolve("new/restored")).doesNotExist();
        assertThat(models).isDirectory();
        DataStores.open(empty, JobAnnouncer.SILENT).close();
        assertThat(backup.resolve("store/sotto.db")).isNotEmptyFile();
    }

    @Test
    void a_data_folder_with_a_store_is_not_touched() {
        DataStores.open(empty, JobAnnouncer.SILENT).close();
        assertThatThrownBy(() -> DataFolderRestore.make(empty, backup))
                .isInstanceOf(BackupException.class)
                .hasMessageContaining("is there already; stop the server");
    }

    @Test
    void a_folder_that_is_no_backup_is_named() {
        assertThatThrownBy(() -> DataFolderRestore.make(empty, home.resolve("tuesday")))
                .isInstanceOf(BackupException.class)
                .hasMessageContaining("tuesday is no backup: there is no store/sotto.db in it");
    }

    @Test
    void a_damaged_backup_leaves_the_data_folder_as_it_was() throws IOException {
        Path store = backup.resolve("store/sotto.db");
        byte[] bytes = Files.readAllBytes(store);
        Arrays.fill(bytes, 4096, bytes.length, (byte) 0x5a);
        Files.write(store, bytes, StandardOpenOption.TRUNCATE_EXISTING);
        assertThatThrownBy(() -> DataFolderRestore.make(empty, backup))
                .isInstanceOfSatisfying(
                        BackupException.class, e -> assertThat(e.kind()).isEqualTo(BackupException.Kind.UNUSABLE));
        assertThat(home.resolve("new/store")).doesNotExist();
        assertThat(home.resolve("new/restored")).doesNotExist();
    }
}
