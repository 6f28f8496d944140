package dev.sotto.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.job.Job;
import dev.sotto.job.JobLibraryContract;
import dev.sotto.job.StoreBench;
import dev.sotto.job.Tenant;
import dev.sotto.store.sql.Sql;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteJobLibraryTest extends JobLibraryContract {
    @TempDir
    Path root;

    private SqliteBench bench;

    @Override
    protected StoreBench bench() {
        bench = new SqliteBench(root);
        return bench;
    }

    @Test
    void no_word_of_a_deleted_job_stays_in_the_index() throws SQLException {
        Job gone = succeeded(Tenant.unlimited("ann"), "zebra");
        succeeded(Tenant.unlimited("ann"), "lion");
        assertThat(rowsWith("zebra")).isPositive();
        delete(gone);
        assertThat(rowsWith("zebra")).isZero();
        assertThat(rowsWith("lion")).isPositive();
    }

    /** Of the tables that are under the index. */
    private long rowsWith(String word) throws SQLException {
        Path file = bench.folder().resolve(SqliteSettings.FILE);
        try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            return Sql.number(
                    c,
                    "SELECT (SELECT COUNT(*) FROM transcript_words_data WHERE INSTR(block, CAST(? AS BLOB)) > 0)"
                            + " + (SELECT COUNT(*) FROM transcript_words_content WHERE INSTR(c0, ?) > 0)",
                    word,
                    word);
        }
    }
}
