package dev.sotto.store;

import dev.sotto.job.JobUpkeepContract;
import dev.sotto.job.StoreBench;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteJobUpkeepTest extends JobUpkeepContract {
    @TempDir
    Path root;

    @Override
    protected StoreBench bench() {
        return new SqliteBench(root);
    }
}
