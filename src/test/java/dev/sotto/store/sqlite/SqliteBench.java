package dev.sotto.store.sqlite;

import dev.sotto.job.JobPolicy;
import dev.sotto.job.JobRules;
import dev.sotto.job.StoreBench;
import dev.sotto.job.port.JobAnnouncer;
import dev.sotto.job.port.JobStore;
import dev.sotto.store.sql.SqlJobStore;
import dev.sotto.testing.SettableClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** SQLite under the contract. A crash copies the file and its log, as they lie on disk, and goes on with the copy. */
final class SqliteBench implements StoreBench {
    private final Path root;
    private final List<JobStore> opened = new ArrayList<>();
    private int folders;
    private Path folder;

    SqliteBench(Path root) {
        this.root = root;
        this.folder = root.resolve("0");
    }

    Path folder() {
        return folder;
    }

    @Override
    public JobStore open(JobPolicy policy, SettableClock clock, long seed, JobAnnouncer announcer) {
        var settings = new SqliteSettings(folder, Duration.ofSeconds(5), 2, SqliteSettings.DEFAULT_BYTES_MAX);
        var database = SqliteDatabase.open(settings, clock);
        var random = new Random(seed);
        JobStore store = SqlJobStore.on(database, new JobRules(policy, random), clock, random, announcer);
        opened.add(store);
        return store;
    }

    @Override
    public void crash() {
        Path image = root.resolve(Integer.toString(++folders));
        copy(folder, image);
        folder = image;
    }

    /** What a process that is killed now would leave; the lock and the shared memory go with the process. */
    static void copy(Path from, Path to) {
        try {
            Files.createDirectories(to);
            for (String name : List.of(SqliteSettings.FILE, SqliteSettings.FILE + "-wal")) {
                if (Files.exists(from.resolve(name))) {
                    Files.copy(from.resolve(name), to.resolve(name));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        opened.forEach(JobStore::close);
    }
}
