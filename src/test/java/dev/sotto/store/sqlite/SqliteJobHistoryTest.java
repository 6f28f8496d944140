package dev.sotto.store.sqlite;

import dev.sotto.job.JobHistoryContract;
import dev.sotto.job.StoreBench;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteJobHistoryTest extends JobHistoryContract {
    @TempDir
    Path root;

    @Override
    protected StoreBench bench() {
        return new SqliteBench(root);
    }
}
