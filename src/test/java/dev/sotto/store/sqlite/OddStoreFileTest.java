package dev.sotto.store.sqlite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sotto.job.port.StoreException;
import dev.sotto.store.sql.Sql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may lie in the place of the store, its log or its lock, and is no file of a store. */
@Tag("heavy")
@Timeout(60)
class OddStoreFileTest {
    @TempDir
    Path folder;

    private void assertRefused(String name) {
        assertThatThrownBy(() -> SqliteDatabase.open(SqliteSettings.in(folder), InstantSource.system())
                        .close())
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(name)
                .hasMessageContaining("is no file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sotto.db", "sotto.db-wal", "sotto.db-shm", "sotto.lock", "sotto.rescued.db"})
    void folder_in_the_place_of_a_file_is_named(String name) throws IOException {
        Files.createDirectories(folder.resolve(name).resolve("kept"));
        assertRefused(name);
        assertThat(folder.resolve(name).resolve("kept")).isDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sotto.db", "sotto.db-wal", "sotto.db-shm", "sotto.lock", "sotto.rescued.db"})
    void pipe_in_the_place_of_a_file_is_named_and_waited_for_by_nobody(String name) throws Exception {
        String pipe = folder.resolve(name).toString();
        Process made = new ProcessBuilder("mkfifo", pipe).inheritIO().start();
        assumeTrue(made.waitFor(10, TimeUnit.SECONDS) && made.exitValue() == 0, "needs mkfifo");
        assertRefused(name);
    }

    @Test
    void link_to_a_store_elsewhere_is_followed() throws IOException {
        Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
        Files.createSymbolicLink(folder.resolve("sotto.db"), elsewhere.resolve("mine.db"));
        try (SqliteDatabase database = SqliteDatabase.open(SqliteSettings.in(folder), InstantSource.system())) {
            database.write(connection -> Sql.update(connection, "CREATE TABLE written (text TEXT)"));
            database.write(connection -> Sql.update(connection, "INSERT INTO written VALUES ('kept')"));
        }
        try (SqliteDatabase database = SqliteDatabase.open(SqliteSettings.in(folder), InstantSource.system())) {
            assertThat(database.<Long>read(connection -> Sql.number(connection, "SELECT COUNT(*) FROM written")))
                    .isEqualTo(1);
        }
        assertThat(elsewhere.resolve("mine.db")).isRegularFile();
    }

    @Test
    void log_of_another_program_is_not_read_as_one() throws IOException {
        try (SqliteDatabase database = SqliteDatabase.open(SqliteSettings.in(folder), InstantSource.system())) {
            database.write(connection -> Sql.update(connection, "CREATE TABLE written (text TEXT)"));
        }
        Files.write(
                folder.resolve("sotto.db-wal"), "no log of SQLite".repeat(9000).getBytes(UTF_8));
        try (SqliteDatabase database = SqliteDatabase.open(SqliteSettings.in(folder), InstantSource.system())) {
            assertThat(database.<Long>read(connection -> Sql.number(connection, "SELECT COUNT(*) FROM written")))
                    .isZero();
        }
    }
}
