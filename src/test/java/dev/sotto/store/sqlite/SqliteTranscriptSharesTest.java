package dev.sotto.store.sqlite;

import dev.sotto.job.StoreBench;
import dev.sotto.job.TranscriptSharesContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteTranscriptSharesTest extends TranscriptSharesContract {
    @TempDir
    Path root;

    @Override
    protected StoreBench bench() {
        return new SqliteBench(root);
    }
}
