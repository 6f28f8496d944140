package dev.sotto.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sotto.job.port.StoreError;
import dev.sotto.job.port.StoreException;
import dev.sotto.store.sql.Sql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store over whose file somebody writes a copy, as {@code cp old.db sotto.db} does: it is the same file, no shorter. */
class StoreOverwriteTest {
    @TempDir
    Path folder;

    private SqliteDatabase database;

    @BeforeEach
    void open() {
        database = SqliteDatabase.open(SqliteSettings.in(folder), InstantSource.system());
        database.write(connection -> Sql.update(connection, "CREATE TABLE written (text TEXT)"));
        write("first");
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void write(String text) {
        database.write(connection -> Sql.update(connection, "INSERT INTO written VALUES (?)", text));
    }

    private Path file(String name) {
        return folder.resolve(name);
    }

    private void reopen() {
        database = SqliteDatabase.open(SqliteSettings.in(folder), InstantSource.system());
    }

    private List<String> written() {
        return database.read(connection -> Sql.list(connection, "SELECT text FROM written", row -> row.getString(1)));
    }

    /** A copy of the store as it is, made while no server runs; then one more text is acknowledged, and is in file or log. */
    private byte[] copyBefore(String acknowledged) throws IOException {
        database.close();
        byte[] copy = Files.readAllBytes(file("sotto.db"));
        reopen();
        write(acknowledged);
        return copy;
    }

    private void assertRefusesWrites() {
        assertThatThrownBy(() -> write("behind"))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.error()).isEqualTo(StoreError.REPLACED));
    }

    /** As another program that opens the file, or the command line beside a server. */
    private void checkpointFromOutside() throws SQLException {
        try (Connection other = SqliteConnections.writer(file("sotto.db"), Duration.ofSeconds(5))) {
            Sql.run(other, "PRAGMA wal_checkpoint(FULL)");
        }
    }

    @Test
    void nothing_more_is_acknowledged_when_a_copy_is_written_over_the_file() throws IOException {
        byte[] copy = copyBefore("second");
        Files.write(file("sotto.db"), copy);
        assertRefusesWrites();
        assertThat(database.isLost()).isTrue();
    }

    @Test
    void a_copy_made_by_the_same_server_a_moment_before_is_noticed_too() throws IOException, SQLException {
        write("second");
        checkpointFromOutside();
        byte[] copy = Files.readAllBytes(file("sotto.db"));
        write("third");
        checkpointFromOutside();
        write("fourth");
        Files.write(file("sotto.db"), copy);
        assertRefusesWrites();
    }

    @Test
    void a_copy_of_what_is_there_loses_nothing_and_is_no_fault() throws IOException {
        write("second");
        Files.write(file("sotto.db"), Files.readAllBytes(file("sotto.db")));
        write("third");
        database.close();
        reopen();
        assertThat(written()).containsExactly("first", "second", "third");
    }

    @Test
    void another_program_that_folds_the_log_into_the_file_is_no_fault() throws SQLException {
        for (int i = 0; i < 5; i++) {
            write("again");
            checkpointFromOutside();
        }
        write("last");
        assertThat(written()).hasSize(7);
    }

    @Test
    void no_byte_of_the_copy_is_changed_when_the_server_stops_and_no_log_is_mixed_into_it_at_the_next_start()
            throws IOException {
        byte[] copy = copyBefore("second");
        Files.write(file("copy"), copy);
        Files.write(file("sotto.db"), copy);
        assertRefusesWrites();
        database.close();
        assertThat(Files.mismatch(file("sotto.db"), file("copy"))).isEqualTo(-1);
        assertThatThrownBy(this::reopen)
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.error()).isEqualTo(StoreError.REPLACED))
                .hasMessageContaining("Delete sotto.db-wal");
        assertThat(Files.mismatch(file("sotto.db"), file("copy"))).isEqualTo(-1);
        Files.delete(file("sotto.db-wal"));
        reopen();
        assertThat(written()).containsExactly("first");
        write("again");
    }

    @Test
    void a_copy_put_over_the_file_behind_a_kill_is_not_joined_with_the_log_that_was_left() throws IOException {
        byte[] copy = copyBefore("second");
        byte[] ours = Files.readAllBytes(file("sotto.db"));
        byte[] log = Files.readAllBytes(file("sotto.db-wal"));
        database.close();
        Files.write(file("sotto.db"), copy);
        Files.write(file("sotto.db-wal"), log);
        assertThatThrownBy(this::reopen).hasMessageContaining("sotto.db-wal is the log of another sotto.db");
        Files.write(file("sotto.db"), ours);
        reopen();
        assertThat(written()).containsExactly("first", "second");
    }

    @Test
    void what_a_kill_leaves_at_any_moment_belongs_together() throws IOException {
        for (int i = 0; i < 8; i++) {
            write("x".repeat(i * 100));
            byte[] ours = Files.readAllBytes(file("sotto.db"));
            byte[] log = Files.readAllBytes(file("sotto.db-wal"));
            database.close();
            Files.write(file("sotto.db"), ours);
            Files.write(file("sotto.db-wal"), log);
            Files.deleteIfExists(file("sotto.db-shm"));
            reopen();
            assertThat(written()).hasSize(i + 2);
        }
    }
}
