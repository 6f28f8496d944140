package dev.sotto.store;

import dev.sotto.job.JobDeskContract;
import dev.sotto.job.StoreBench;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteJobDeskTest extends JobDeskContract {
    @TempDir
    Path root;

    @Override
    protected StoreBench bench() {
        return new SqliteBench(root);
    }
}
