package dev.sotto.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sotto.blob.folder.FolderBlobStore;
import dev.sotto.job.Job;
import dev.sotto.job.JobPolicy;
import dev.sotto.job.JobRules;
import dev.sotto.job.JobSpec;
import dev.sotto.job.Tenant;
import dev.sotto.job.WorkKind;
import dev.sotto.job.port.Claim;
import dev.sotto.job.port.JobAnnouncer;
import dev.sotto.job.port.JobStore;
import dev.sotto.job.port.LocalFile;
import dev.sotto.job.port.StoreError;
import dev.sotto.job.port.StoreException;
import dev.sotto.job.port.Submission;
import dev.sotto.store.sql.SqlJobStore;
import dev.sotto.testing.SettableClock;
import dev.sotto.transcript.WorkClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies of a store that is at work: what is in them, and what is refused. */
class StoreBackupTest {
    @TempDir
    Path root;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));
    private SqliteDatabase database;
    private JobStore jobs;
    private FolderBlobStore recordings;

    @BeforeEach
    void open() {
        database = SqliteDatabase.open(SqliteSettings.in(root.resolve("data/store")), clock);
        jobs = jobs(database, 1);
        recordings = FolderBlobStore.open(root.resolve("data/blobs"), new Random(2));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void copy_is_a_store_of_its_own_with_the_recordings_of_its_waiting_jobs() throws IOException {
        Job waiting = submit("one");
        Job ended = submit("two");
        Job running = submit("three");
        end(claim(waiting.id().value()));
        assertThat(claim(ended.id().value()).job().id()).isEqualTo(ended.id());
        StoreBackup.Content content = backUp();
        assertThat(content.jobs()).isEqualTo(3);
        assertThat(content.waiting()).isEqualTo(2);
        assertThat(content.recordings()).isEqualTo(2);
        assertThat(content.recordingBytes()).isEqualTo("twothree".length());
        assertThat(content.hasSecrets()).isFalse();
        assertThat(names("copy/blobs")).containsExactlyInAnyOrder(ended.input(), running.input());
        try (SqliteDatabase copy = SqliteDatabase.open(SqliteSettings.in(root.resolve("copy/store")), clock)) {
            // who was running it is gone
            assertThat(jobs(copy, 3).maintenance().counts().due()).isEqualTo(2);
        }
    }

    @Test
    void copies_are_complete_however_jobs_come_and_end_meanwhile() throws Exception {
        AtomicBoolean isOver = new AtomicBoolean();
        Thread server = new Thread(() -> {
            while (!isOver.get()) {
                Job job = submit("recording " + Math.floorMod(System.nanoTime(), 1000));
                if (job.id().value().hashCode() % 4 != 0) {
                    end(claim(job.id().value()));
                }
            }
        });
        server.start();
        try {
            for (int i = 0; i < 5; i++) {
                StoreBackup.Content content = backUp("copy" + i);
                assertThat(names("copy" + i + "/blobs")).hasSize(content.recordings());
                FolderBlobStore copied = FolderBlobStore.open(root.resolve("copy" + i + "/blobs"), new Random(3));
                for (String key : names("copy" + i + "/blobs")) {
                    try (LocalFile file = copied.open(key)) {
                        assertThat(file.path()).isNotEmptyFile();
                    }
                }
                assertThat(content.waiting()).isEqualTo(content.recordings());
            }
        } finally {
            isOver.set(true);
            server.join();
        }
    }

    @Test
    void recording_that_comes_before_the_stores_moment_and_goes_behind_it_makes_both_anew() throws IOException {
        Job[] brief = new Job[1];
        StoreBackup.Steps steps = new StoreBackup.Steps() {
            @Override
            public void recordingsCopied() {
                brief[0] = brief[0] == null ? submit("brief") : brief[0];
            }

            @Override
            public void storeCopied() {
                if (jobs.tenantJobs()
                        .find("a", brief[0].id())
                        .orElseThrow()
                        .state()
                        .isFinal()) {
                    return;
                }
                end(claim(brief[0].id().value()));
            }
        };
        StoreBackup.Content content = new StoreBackup(place("data"), emptyPlace("copy"), steps).make();
        assertThat(content.jobs()).isEqualTo(1);
        assertThat(content.waiting()).isZero();
        assertThat(names("copy/blobs")).isEmpty();
    }

    @Test
    void jobs_that_always_end_too_fast_are_told_as_busy() {
        StoreBackup.Steps steps = new StoreBackup.Steps() {
            @Override
            public void recordingsCopied() {
                submit("brief");
            }

            @Override
            public void storeCopied() {
                end(jobs.queue()
                        .claim(WorkKind.TRANSCRIBE, WorkClass.BULK, "w", Duration.ofMinutes(1))
                        .orElseThrow());
            }
        };
        assertThat(refusal(steps).error()).isEqualTo(StoreError.BUSY);
    }

    @Test
    void waiting_job_without_its_recording_is_named() throws IOException {
        Job job = submit("lost");
        Files.delete(root.resolve("data/blobs").resolve(job.input()));
        StoreException refusal = refusal(new StoreBackup.Steps() {});
        assertThat(refusal.error()).isEqualTo(StoreError.DAMAGED);
        assertThat(refusal).hasMessageContaining(job.id().value()).hasMessageContaining("cancel that job");
    }

    @Test
    void damaged_recording_of_a_waiting_job_is_named_too() throws IOException {
        Job job = submit("right");
        Files.writeString(root.resolve("data/blobs").resolve(job.input()), "wrong");
        assertThat(refusal(new StoreBackup.Steps() {}))
                .hasMessageContaining(job.id().value());
        assertThat(names("copy/blobs")).isEmpty();
    }

    @Test
    void what_is_still_to_be_fetched_needs_no_recording() {
        jobs.tenantJobs()
                .submit(JobSpec.builder(Tenant.unlimited("a"), WorkKind.FETCH, "https://a.example/x.mp3", "{}")
                        .build());
        assertThat(backUp().waiting()).isEqualTo(1);
    }

    @Test
    void folder_without_a_store_is_refused_and_nothing_is_made_in_it() {
        StoreBackup backup = new StoreBackup(place("nowhere"), emptyPlace("copy"));
        assertThatThrownBy(backup::make).isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.error())
                .isEqualTo(StoreError.FOREIGN));
        assertThat(root.resolve("nowhere")).doesNotExist();
    }

    @Test
    void store_that_a_crash_left_with_its_log_is_copied_whole_and_stays_as_it_is() throws IOException {
        submit("one");
        Path left = Files.createDirectories(root.resolve("left/store"));
        for (String name : List.of("sotto.db", "sotto.db-wal")) {
            Files.copy(root.resolve("data/store").resolve(name), left.resolve(name));
        }
        Files.move(root.resolve("data/blobs"), root.resolve("left/blobs"));
        byte[] file = Files.readAllBytes(left.resolve("sotto.db"));
        byte[] log = Files.readAllBytes(left.resolve("sotto.db-wal"));
        assertThat(log).isNotEmpty();
        StoreBackup.Content content = new StoreBackup(place("left"), emptyPlace("copy")).make();
        assertThat(content.waiting()).isEqualTo(1);
        assertThat(Files.readAllBytes(left.resolve("sotto.db"))).isEqualTo(file);
        assertThat(Files.readAllBytes(left.resolve("sotto.db-wal"))).isEqualTo(log);
    }

    @Test
    void damaged_store_is_refused() throws IOException {
        submit("one");
        database.close();
        Path file = root.resolve("data/store/sotto.db");
        byte[] bytes = Files.readAllBytes(file);
        for (int i = 4096; i < bytes.length; i++) {
            bytes[i] = 0x55;
        }
        Files.write(file, bytes);
        assertThat(refusal(new StoreBackup.Steps() {}).error()).isEqualTo(StoreError.DAMAGED);
    }

    private StoreException refusal(StoreBackup.Steps steps) {
        StoreBackup backup = new StoreBackup(place("data"), emptyPlace("copy"), steps);
        return catchThrowableOfType(StoreException.class, backup::make);
    }

    private StoreBackup.Content backUp() {
        return backUp("copy");
    }

    private StoreBackup.Content backUp(String name) {
        return new StoreBackup(place("data"), emptyPlace(name)).make();
    }

    private Job submit(String content) {
        try {
            Path upload = Files.writeString(Files.createTempFile(root, "upload", ""), content);
            JobSpec spec = JobSpec.builder(
                            Tenant.unlimited("a"),
                            WorkKind.TRANSCRIBE,
                            recordings.take(upload).key(),
                            "{}")
                    .build();
            return ((Submission.Accepted) jobs.tenantJobs().submit(spec)).job();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The next in line, which is the one that is meant. */
    private Claim claim(String meant) {
        while (true) {
            Claim claim = jobs.queue()
                    .claim(WorkKind.TRANSCRIBE, WorkClass.BULK, "w", Duration.ofMinutes(1))
                    .orElseThrow();
            if (claim.job().id().value().equals(meant)) {
                return claim;
            }
        }
    }

    private void end(Claim claim) {
        jobs.queue().succeed(claim.lease(), "{}");
        recordings.delete(claim.job().input());
    }

    private JobStore jobs(SqliteDatabase on, int seed) {
        Random random = new Random(seed);
        return SqlJobStore.on(on, new JobRules(JobPolicy.defaults(), random), clock, random, JobAnnouncer.SILENT);
    }

    private StoreBackup.Place place(String name) {
        return new StoreBackup.Place(
                root.resolve(name).resolve("store"), root.resolve(name).resolve("blobs"));
    }

    private StoreBackup.Place emptyPlace(String name) {
        try {
            Files.createDirectories(root.resolve(name).resolve("store"));
            Files.createDirectories(root.resolve(name).resolve("blobs"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return place(name);
    }

    private List<String> names(String folder) throws IOException {
        try (Stream<Path> files = Files.list(root.resolve(folder))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
