package dev.sotto.store;

import dev.sotto.job.JobQueueContract;
import dev.sotto.job.StoreBench;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteJobQueueTest extends JobQueueContract {
    @TempDir
    Path root;

    @Override
    protected StoreBench bench() {
        return new SqliteBench(root);
    }
}
