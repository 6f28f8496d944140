package dev.sotto.store.sqlite;

import dev.sotto.job.JobSpeakersContract;
import dev.sotto.job.StoreBench;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteJobSpeakersTest extends JobSpeakersContract {
    @TempDir
    Path root;

    @Override
    protected StoreBench bench() {
        return new SqliteBench(root);
    }
}
