package dev.sotto.store.sqlite;

import dev.sotto.blob.folder.RecordingCopies;
import dev.sotto.store.sql.Sql;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Copies a store and the recordings that it needs, whether or not a server has them: it only reads there, and does not ask
 * for the lock of the folder. The store is one moment of it. A recording lies on disk before its job is in the store, and
 * goes after its job has ended there; so recordings are copied before that moment, and what came in between after it. One
 * that came and went in between is missing: then both are done again. One use, by one thread; blocks.
 */
public final class StoreBackup {
    private static final int TRIES_MAX = 5;
    private static final int LOOKS_MAX = 20;

    private static final String NEEDED =
            "SELECT id, input, state IN ('queued', 'running') FROM job WHERE state NOT IN ('succeeded', 'cancelled')";

    /** The table that is there once webhooks have secrets; {@code webhook_seal} in a store that was not opened since 0005. */
    private static final String KEY_PROOF =
            "SELECT name FROM sqlite_master WHERE name IN ('webhook_key_proof', 'webhook_seal')";

    private final Place from;
    private final Place to;
    private final RecordingCopies recordings;
    private final Steps steps;

    /**
     * Where a store and its recordings lie.
     *
     * @param store folder of the database
     */
    public record Place(Path store, Path recordings) {
        private SqliteSettings settings() {
            return SqliteSettings.in(store);
        }
    }

    /**
     * What was copied.
     *
     * @param jobs all that the store knows, ended ones too
     * @param waiting of these, jobs that wait or run
     * @param hasSecrets whether secrets lie in the store, which only the server's key for webhooks opens
     */
    public record Content(long jobs, long waiting, int recordings, long recordingBytes, boolean hasSecrets) {}

    /** A job that may still be worked on, {@code isWaiting} without anybody's doing. */
    private record Needed(String job, String recording, boolean isWaiting) {}

    /** Called after each step, so that a test can let things happen between two. */
    interface Steps {
        default void recordingsCopied() {}

        default void storeCopied() {}
    }

    /** @param to two empty folders */
    public StoreBackup(Place from, Place to) {
        this(from, to, new Steps() {});
    }

    StoreBackup(Place from, Place to, Steps steps) {
        this.from = from;
        this.to = to;
        this.recordings = new RecordingCopies(from.recordings(), to.recordings());
        this.steps = steps;
    }

    /**
     * Copies and checks. What is in the target after a failure is of no use.
     *
     * @throws dev.sotto.job.port.StoreException if there is no whole store, if a job that waits has lost its recording, or if
     *     the copy cannot be written
     */
    public Content make() {
        Path file = from.settings().file();
        if (!Files.exists(file)) {
            throw StoreFault.missing(file);
        }
        StoreRescue.refuseUnsettled(from.settings());
        try (Connection live = reader(from)) {
            for (int i = 0; i < TRIES_MAX; i++) {
                copyRecordings(live);
                steps.recordingsCopied();
                copyStore(live);
                steps.storeCopied();
                try (Connection copy = reader(to)) {
                    if (isComplete(copy, live)) {
                        return content(copy);
                    }
                }
            }
            throw StoreFault.tooBusyToCopy();
        } catch (SQLException e) {
            throw StoreFault.of(e);
        }
    }

    private static Connection reader(Place place) throws SQLException {
        SqliteSettings settings = place.settings();
        return SqliteConnections.reader(settings.file(), settings.longestWait());
    }

    /** Until a look finds nothing new, so that little is left for the time after the store's moment. */
    private void copyRecordings(Connection live) throws SQLException {
        int before = -1;
        for (int i = 0; i < LOOKS_MAX && recordings.count() > before; i++) {
            before = recordings.count();
            needed(live).forEach(job -> recordings.copy(job.recording()));
        }
    }

    /** In one statement, hence of one moment. */
    private void copyStore(Connection live) throws SQLException {
        Path file = to.settings().file();
        try {
            Files.deleteIfExists(file);
            Sql.update(live, "VACUUM INTO ?", file.toString());
            try (Connection copy = reader(to)) {
                StoreInspection.checkContent(copy, file, Migrations.bundled());
            }
            try (FileChannel bytes = FileChannel.open(file, StandardOpenOption.WRITE)) {
                bytes.force(true);
            }
        } catch (IOException e) {
            throw StoreFault.unavailable(file, e);
        }
    }

    /** Copies what is lacking, and drops what is not needed. */
    private boolean isComplete(Connection copy, Connection live) throws SQLException {
        List<Needed> needed = needed(copy);
        boolean isComplete = true;
        for (Needed job : needed) {
            recordings.copy(job.recording());
            if (job.isWaiting() && !recordings.has(job.recording())) {
                refuseIfLost(job, live);
                isComplete = false;
            }
        }
        if (isComplete) {
            recordings.keepOnly(needed.stream().map(Needed::recording).collect(Collectors.toSet()));
        }
        return isComplete;
    }

    /** A recording is deleted behind the end of its job: if that is not there now, no server took it away. */
    private static void refuseIfLost(Needed job, Connection live) throws SQLException {
        if (needed(live).contains(job)) {
            throw StoreFault.recordingLost(job.job());
        }
    }

    private static List<Needed> needed(Connection store) throws SQLException {
        return Sql.list(store, NEEDED, row -> new Needed(row.getString(1), row.getString(2), row.getBoolean(3)))
                .stream()
                .filter(job -> RecordingCopies.isRecording(job.recording()))
                .toList();
    }

    private Content content(Connection copy) throws SQLException {
        Optional<String> proof = Sql.first(copy, KEY_PROOF, row -> row.getString(1));
        boolean hasSecrets = proof.isPresent() && Sql.exists(copy, "SELECT 1 FROM " + proof.get());
        return new Content(
                Sql.number(copy, "SELECT COUNT(*) FROM job"),
                Sql.number(copy, "SELECT COUNT(*) FROM job WHERE state IN ('queued', 'running')"),
                recordings.count(),
                recordings.bytes(),
                hasSecrets);
    }
}
