package dev.sotto.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sotto.job.port.StoreError;
import dev.sotto.job.port.StoreException;
import dev.sotto.store.sql.Sql;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of an open store that somebody else changes. */
class StoreFileTest {
    private static final String LONG_TEXT = "x".repeat(20_000);

    @TempDir
    Path folder;

    private SqliteDatabase database;

    @BeforeEach
    void open() {
        database = SqliteDatabase.open(SqliteSettings.in(folder), InstantSource.system());
        database.write(connection -> Sql.update(connection, "CREATE TABLE written (text TEXT)"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void write() {
        database.write(connection -> Sql.update(connection, "INSERT INTO written VALUES (?)", LONG_TEXT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sotto.db", "sotto.db-wal"})
    void a_store_whose_file_or_log_is_cut_off_acknowledges_nothing_more(String name) throws IOException {
        write();
        write();
        try (FileChannel cut = FileChannel.open(folder.resolve(name), StandardOpenOption.WRITE)) {
            assertThat(cut.size()).isPositive();
            cut.truncate(0);
        }
        assertThatThrownBy(() -> write())
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.error()).isEqualTo(StoreError.REPLACED))
                .hasMessageContaining("cut off or written over while the server runs");
        assertThat(database.isLost()).isTrue();
    }

    @Test
    void a_log_that_sqlite_writes_again_from_its_beginning_is_no_fault() throws IOException {
        long longest = 0;
        for (int i = 0; i < 1200; i++) {
            write();
            longest = Math.max(longest, Files.size(folder.resolve("sotto.db-wal")));
        }
        assertThat(Files.size(folder.resolve("sotto.db")))
                .as("checkpoints were made")
                .isGreaterThan(longest / 10);
        assertThat(database.isLost()).isFalse();
    }
}
