package dev.sotto.store.sqlite;

import dev.sotto.job.StoreBench;
import dev.sotto.job.TranscriptEditsContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteTranscriptEditsTest extends TranscriptEditsContract {
    @TempDir
    Path root;

    @Override
    protected StoreBench bench() {
        return new SqliteBench(root);
    }
}
