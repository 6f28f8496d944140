package dev.sotto.store.sqlite;

import dev.sotto.job.QueueOrderContract;
import dev.sotto.job.StoreBench;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteQueueOrderTest extends QueueOrderContract {
    @TempDir
    Path root;

    @Override
    protected StoreBench bench() {
        return new SqliteBench(root);
    }
}
