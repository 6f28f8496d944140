package dev.sotto.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sotto.job.port.StoreError;
import dev.sotto.job.port.StoreException;
import dev.sotto.store.sql.Sql;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a store had acknowledged when somebody took its file away. */
class StoreRescueTest {
    @TempDir
    Path folder;

    private SqliteDatabase database;

    @BeforeEach
    void open() {
        database = SqliteDatabase.open(SqliteSettings.in(folder), InstantSource.system());
        database.write(connection -> Sql.update(connection, "CREATE TABLE written (text TEXT)"));
        write("before");
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void write(String text) {
        database.write(connection -> Sql.update(connection, "INSERT INTO written VALUES (?)", text));
    }

    private void assertRefusesWrites() {
        assertThatThrownBy(() -> write("behind"))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.error()).isEqualTo(StoreError.REPLACED));
    }

    private List<String> reopened() {
        database = SqliteDatabase.open(SqliteSettings.in(folder), InstantSource.system());
        return database.read(connection -> Sql.list(connection, "SELECT text FROM written", row -> row.getString(1)));
    }

    private Path file(String name) {
        return folder.resolve(name);
    }

    /** As one who restores a copy while the server runs: without the log, since the copy needs none. */
    private void replaceByCopy() throws IOException {
        database.close();
        Files.copy(file("sotto.db"), file("copy"));
        database = SqliteDatabase.open(SqliteSettings.in(folder), InstantSource.system());
        write("acknowledged");
        Files.deleteIfExists(file("sotto.db-wal"));
        Files.deleteIfExists(file("sotto.db-shm"));
        Files.move(file("copy"), file("sotto.db"), StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void what_was_acknowledged_before_the_file_was_replaced_by_a_copy_is_kept_and_a_person_decides()
            throws IOException {
        replaceByCopy();
        assertRefusesWrites();
        assertRefusesWrites(); // behind the first refusal the copy is on disk, whatever becomes of the process
        assertThat(file("sotto.rescued.db")).isRegularFile();
        database.close();
        assertThatThrownBy(this::reopened)
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.error()).isEqualTo(StoreError.REPLACED))
                .hasMessageContaining("Delete sotto.rescued.db if the sotto.db that is there is wanted")
                .hasMessageContaining("delete sotto.db if not");
        Files.delete(file("sotto.db"));
        assertThat(reopened()).containsExactly("before", "acknowledged");
        assertThat(file("sotto.rescued.db")).doesNotExist();
    }

    @Test
    void who_wants_the_copy_deletes_what_was_kept() throws IOException {
        replaceByCopy();
        assertRefusesWrites();
        database.close();
        Files.delete(file("sotto.rescued.db"));
        assertThat(reopened()).containsExactly("before");
    }

    @Test
    void a_server_that_notices_nothing_before_it_stops_keeps_it_then() throws IOException {
        replaceByCopy();
        database.close();
        Files.delete(file("sotto.db"));
        assertThat(reopened()).containsExactly("before", "acknowledged");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sotto.db", "sotto.db-wal"})
    void what_a_deleted_file_held_is_the_store_again_at_the_next_start(String name) throws IOException {
        Files.delete(file(name));
        assertRefusesWrites();
        database.close();
        Files.deleteIfExists(file("sotto.db"));
        assertThat(reopened()).contains("before");
        write("after");
    }

    @Test
    void a_log_of_another_file_is_not_written_into_what_was_kept() throws IOException {
        Files.delete(file("sotto.db"));
        assertRefusesWrites();
        database.close();
        Files.write(file("sotto.db-wal"), new byte[4096]);
        assertThat(reopened()).contains("before");
    }

    @Test
    void nothing_is_kept_of_what_was_cut_off() throws IOException {
        try (FileChannel cut = FileChannel.open(file("sotto.db-wal"), StandardOpenOption.WRITE)) {
            cut.truncate(0);
        }
        assertRefusesWrites();
        database.close();
        assertThat(file("sotto.rescued.db")).doesNotExist();
    }

    @Test
    void a_copy_that_cannot_be_written_is_tried_again_when_the_server_stops() throws IOException {
        Path part = file("sotto.rescued.db.part");
        Files.createDirectories(part.resolve("in the way"));
        Files.delete(file("sotto.db"));
        assertRefusesWrites();
        assertRefusesWrites();
        assertThat(file("sotto.rescued.db")).doesNotExist();
        Files.delete(part.resolve("in the way"));
        database.close();
        assertThat(reopened()).contains("before");
    }

    @Test
    void keys_and_backups_wait_for_the_decision() throws IOException {
        replaceByCopy();
        assertRefusesWrites();
        assertRefusesWrites();
        SqliteSettings settings = SqliteSettings.in(folder);
        assertThatThrownBy(() -> SqliteDatabase.openBeside(settings, InstantSource.system()))
                .hasMessageContaining("sotto.rescued.db");
        Path target = Files.createDirectories(file("backup"));
        assertThatThrownBy(() -> new StoreBackup(
                                new StoreBackup.Place(folder, file("blobs")), new StoreBackup.Place(target, target))
                        .make())
                .hasMessageContaining("sotto.rescued.db");
        Files.delete(file("sotto.rescued.db"));
        assertThatCode(() -> SqliteDatabase.openBeside(settings, InstantSource.system())
                        .close())
                .doesNotThrowAnyException();
    }
}
