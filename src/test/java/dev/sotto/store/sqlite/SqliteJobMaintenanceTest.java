package dev.sotto.store.sqlite;

import dev.sotto.job.JobMaintenanceContract;
import dev.sotto.job.StoreBench;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteJobMaintenanceTest extends JobMaintenanceContract {
    @TempDir
    Path root;

    @Override
    protected StoreBench bench() {
        return new SqliteBench(root);
    }
}
