package dev.sotto.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sotto.job.Job;
import dev.sotto.job.JobPolicy;
import dev.sotto.job.JobRules;
import dev.sotto.job.JobSpec;
import dev.sotto.job.Progress;
import dev.sotto.job.SteadyClock;
import dev.sotto.job.Tenant;
import dev.sotto.job.WorkKind;
import dev.sotto.job.port.Claim;
import dev.sotto.job.port.JobAnnouncer;
import dev.sotto.job.port.JobStore;
import dev.sotto.job.port.LeaseStatus;
import dev.sotto.job.port.StoreError;
import dev.sotto.job.port.StoreException;
import dev.sotto.job.port.Submission;
import dev.sotto.store.sql.Sql;
import dev.sotto.store.sql.SqlJobStore;
import dev.sotto.testing.SettableClock;
import dev.sotto.transcript.WorkClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The file itself: who may have it, what is refused, what happens when the disk or another program is in the way. */
class SqliteDatabaseTest {
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final JobSpec SPEC = JobSpec.builder(
                    Tenant.unlimited("a"), WorkKind.TRANSCRIBE, "blob", "x".repeat(2000))
            .build();

    @TempDir
    Path root;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));
    private final List<SqliteDatabase> opened = new ArrayList<>();

    @AfterEach
    void close_all() {
        opened.forEach(SqliteDatabase::close);
    }

    @Test
    void the_bundled_sqlite_keeps_a_synced_log_and_the_folder_is_private() throws IOException {
        SqliteDatabase database = open();
        assertThat(database.<Long>write(c -> Sql.number(c, "PRAGMA synchronous")))
                .isEqualTo(2);
        assertThat(database.<Long>write(c -> Sql.number(c, "PRAGMA foreign_keys")))
                .isEqualTo(1);
        assertThat(database.<String>write(c -> Sql.first(c, "PRAGMA journal_mode", row -> row.getString(1))
                        .orElse("")))
                .isEqualTo("wal");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder())))
                .isEqualTo("rwx------");
    }

    @Test
    void a_second_server_is_told_who_has_the_folder() {
        open();
        StoreException refused = refusal();
        assertThat(refused.error()).isEqualTo(StoreError.IN_USE);
        assertThat(refused)
                .hasMessageContaining(Long.toString(ProcessHandle.current().pid()));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_store_whose_file_is_deleted_or_replaced_acknowledges_nothing_more(boolean isReplaced) throws IOException {
        SqliteDatabase database = SqliteDatabase.open(settings(), clock);
        JobStore store = jobs(database);
        store.tenantJobs().submit(SPEC);
        byte[] copy = Files.readAllBytes(file());
        Files.delete(file());
        if (isReplaced) {
            Files.write(folder().resolve("other"), copy);
            Files.move(folder().resolve("other"), file());
        }
        assertThatThrownBy(() -> store.tenantJobs().submit(SPEC))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.error()).isEqualTo(StoreError.REPLACED))
                .hasMessageContaining("its log says what was kept");
        assertThat(database.isLost()).isTrue();
        assertThatThrownBy(() -> store.queue().claim(WorkKind.TRANSCRIBE, WorkClass.BULK, "w", Duration.ofSeconds(9)))
                .isInstanceOf(StoreException.class);
    }

    @Test
    void a_damaged_file_is_refused_and_stays_as_it_is_to_the_byte() throws IOException {
        fill(200);
        byte[] bytes = Files.readAllBytes(file());
        Random random = new Random(5);
        for (int page = 2; page < bytes.length / SqliteSettings.PAGE_BYTES; page++) {
            for (int i = 0; i < 64; i++) {
                bytes[page * SqliteSettings.PAGE_BYTES + random.nextInt(200)] = (byte) random.nextInt();
            }
        }
        assertRefusedUntouched(bytes, StoreError.DAMAGED);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 15, 16, 100, 5000})
    void a_truncated_file_is_refused_and_stays_as_it_is(int length) throws IOException {
        fill(50);
        byte[] whole = Files.readAllBytes(file());
        assertRefusedUntouched(Arrays.copyOf(whole, length), StoreError.DAMAGED);
    }

    @Test
    void a_log_without_its_file_is_refused() throws IOException {
        Files.createDirectories(folder());
        Files.write(folder().resolve("sotto.db-wal"), new byte[] {1});
        assertThat(refusal().error()).isEqualTo(StoreError.DAMAGED);
        assertThat(file()).doesNotExist();
    }

    @Test
    void another_programs_database_is_refused() throws Exception {
        Files.createDirectories(folder());
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file())) {
            Sql.run(other, "CREATE TABLE song (title TEXT)");
        }
        assertRefusedUntouched(Files.readAllBytes(file()), StoreError.FOREIGN);
    }

    @Test
    void a_newer_store_is_refused() throws Exception {
        fill(1);
        changeByHand("INSERT INTO schema_version VALUES (99, '0099-future', 'x', 0)");
        byte[] bytes = Files.readAllBytes(file());
        assertRefusedUntouched(bytes, StoreError.NEWER);
        assertThat(refusal()).hasMessageContaining("version 99");
    }

    @Test
    void tables_made_by_another_text_of_a_step_are_refused() throws Exception {
        fill(1);
        changeByHand("UPDATE schema_version SET checksum = 'other' WHERE version = 1");
        assertRefusedUntouched(Files.readAllBytes(file()), StoreError.FOREIGN);
    }

    @Test
    void an_older_store_gets_the_steps_it_lacks_and_a_step_that_fails_leaves_nothing() {
        fill(3);
        List<Migrations.Step> steps = new ArrayList<>(Migrations.bundled().steps());
        steps.add(step(steps.size() + 1, "CREATE TABLE half (a TEXT);\nCREATE TABLE job (a TEXT);\n"));
        assertThatThrownBy(() -> SqliteDatabase.open(settings(), clock, new Migrations(steps)))
                .isInstanceOf(StoreException.class);
        steps.set(steps.size() - 1, step(steps.size(), "CREATE TABLE half (a TEXT);\n"));
        SqliteDatabase database = SqliteDatabase.open(settings(), clock, new Migrations(steps));
        opened.add(database);
        assertThat(database.<Long>read(c -> Sql.number(c, "SELECT COUNT(*) FROM job")))
                .isEqualTo(3);
        assertThat(database.<Long>read(c -> Sql.number(c, "SELECT COUNT(*) FROM half")))
                .isZero();
    }

    @Test
    void old_sqlite_and_network_disks_are_refused() {
        assertThatCode(() -> StoreInspection.atVersion("3.51.3")).doesNotThrowAnyException();
        assertThatCode(() -> StoreInspection.atVersion("3.100.0")).doesNotThrowAnyException();
        assertThatThrownBy(() -> StoreInspection.atVersion("3.51.2")).hasMessageContaining("3.51.2");
        assertThatCode(() -> StoreInspection.refuseNetwork("ext4")).doesNotThrowAnyException();
        assertThatThrownBy(() -> StoreInspection.refuseNetwork("nfs4")).hasMessageContaining("nfs4");
    }

    @Test
    void a_full_store_refuses_the_job_whole_and_recovers_without_a_restart() {
        var small = new SqliteSettings(folder(), SHORT, 1, 200L * SqliteSettings.PAGE_BYTES);
        JobStore store = jobs(SqliteDatabase.open(small, clock));
        int accepted = 0;
        StoreException full = null;
        while (full == null && accepted < 10_000) {
            try {
                store.tenantJobs().submit(SPEC);
                accepted++;
            } catch (StoreException e) {
                full = e;
            }
        }
        assertThat(full).isNotNull();
        assertThat(full.error()).isEqualTo(StoreError.FULL);
        assertThat(full.error().isPassing()).isTrue();
        assertThat(store.maintenance().counts().due()).isEqualTo(accepted);
        endAndForget(store, 5);
        assertThat(store.tenantJobs().submit(SPEC)).isInstanceOf(Submission.Accepted.class);
    }

    @Test
    void a_store_that_another_program_locks_answers_busy_in_time_and_recovers() throws SQLException {
        var hasty = new SqliteSettings(folder(), SHORT, 1, SqliteSettings.DEFAULT_BYTES_MAX);
        JobStore store = jobs(SqliteDatabase.open(hasty, clock));
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file())) {
            Sql.run(other, "BEGIN IMMEDIATE");
            long before = System.nanoTime();
            StoreException busy = catchThrowableOfType(
                    StoreException.class, () -> store.tenantJobs().submit(SPEC));
            assertThat(busy.error()).isIn(StoreError.BUSY, StoreError.UNAVAILABLE);
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
            assertThat(store.maintenance().counts().due()).isZero();
            Sql.run(other, "ROLLBACK");
        }
        assertThat(store.tenantJobs().submit(SPEC)).isInstanceOf(Submission.Accepted.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, -1})
    void a_wall_clock_that_jumps_an_hour_takes_no_lease(long hours) {
        Duration lease = Duration.ofSeconds(30);
        AtomicLong nanos = new AtomicLong();
        SteadyClock steady = new SteadyClock(clock, nanos::get);
        JobStore store = jobs(SqliteDatabase.open(settings(), steady), steady);
        store.tenantJobs().submit(SPEC);
        Claim claim = store.queue()
                .claim(WorkKind.TRANSCRIBE, WorkClass.BULK, "w", lease)
                .orElseThrow();
        clock.advance(Duration.ofHours(hours));
        nanos.addAndGet(Duration.ofSeconds(10).toNanos());
        clock.advance(Duration.ofSeconds(10));
        assertThat(store.maintenance().sweep("w", 10)).isEmpty();
        assertThat(store.queue().renew(claim.lease(), Progress.NONE, lease)).isEqualTo(LeaseStatus.HELD);
        nanos.addAndGet(lease.plusSeconds(10).toNanos()); // a lease that nobody renews still ends
        clock.advance(lease.plusSeconds(10));
        assertThat(store.maintenance().sweep("w", 10))
                .extracting(Job::id)
                .containsExactly(claim.job().id());
    }

    @Test
    void a_write_given_up_while_it_waited_is_never_done() throws Exception {
        var hasty = new SqliteSettings(folder(), SHORT, 1, SqliteSettings.DEFAULT_BYTES_MAX);
        SqliteDatabase database = SqliteDatabase.open(hasty, clock);
        opened.add(database);
        CountDownLatch isStuck = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Thread slow = new Thread(() -> assertThatThrownBy(() -> database.write(c -> {
                    isStuck.countDown();
                    awaitQuietly(release);
                    return 1;
                }))
                .isInstanceOf(StoreException.class));
        slow.start();
        isStuck.await();
        StoreException busy = catchThrowableOfType(
                StoreException.class, () -> database.write(c -> Sql.update(c, "CREATE TABLE never (a TEXT)")));
        assertThat(busy.error()).isEqualTo(StoreError.BUSY);
        slow.join();
        release.countDown();
        assertThat(database.<Boolean>write(c -> Sql.exists(c, "SELECT 1 FROM sqlite_master WHERE name = 'never'")))
                .isFalse();
    }

    @Test
    void a_write_that_fails_takes_no_other_of_its_batch_with_it() throws Exception {
        SqliteDatabase database = open();
        database.write(c -> Sql.update(c, "CREATE TABLE number (n INTEGER PRIMARY KEY)"));
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            int n = i % 20;
            clients.add(new Thread(() -> {
                try {
                    database.write(c -> Sql.update(c, "INSERT INTO number VALUES (?)", n));
                } catch (StoreException e) {
                    // The second of each pair is refused.
                }
            }));
        }
        clients.forEach(Thread::start);
        for (Thread client : clients) {
            client.join();
        }
        assertThat(database.<Long>read(c -> Sql.number(c, "SELECT COUNT(*) FROM number")))
                .isEqualTo(20);
    }

    @Test
    void a_closed_store_says_so_and_its_folder_is_free() {
        SqliteDatabase database = open();
        database.close();
        assertThatThrownBy(() -> database.write(c -> 1)).hasMessageContaining("closed");
        assertThatThrownBy(() -> database.read(c -> 1)).hasMessageContaining("closed");
        assertThatCode(this::open).doesNotThrowAnyException();
    }

    private void assertRefusedUntouched(byte[] bytes, StoreError error) throws IOException {
        Files.write(file(), bytes);
        assertThat(refusal().error()).isEqualTo(error);
        assertThat(Files.readAllBytes(file())).isEqualTo(bytes);
    }

    private StoreException refusal() {
        return catchThrowableOfType(StoreException.class, this::open);
    }

    private void fill(int jobs) {
        SqliteDatabase database = open();
        JobStore store = jobs(database);
        for (int i = 0; i < jobs; i++) {
            store.tenantJobs().submit(SPEC);
        }
        database.close();
    }

    private static void endAndForget(JobStore store, int jobs) {
        for (int i = 0; i < jobs; i++) {
            var claim = store.queue()
                    .claim(WorkKind.TRANSCRIBE, WorkClass.BULK, "w", Duration.ofSeconds(30))
                    .orElseThrow();
            var job = claim.job();
            store.tenantJobs().cancel("a", job.id());
            store.queue().cancelled(claim.lease());
            store.tenantJobs().delete("a", job.id());
        }
    }

    private void changeByHand(String statement) throws SQLException {
        try (Connection hand = DriverManager.getConnection("jdbc:sqlite:" + file())) {
            Sql.run(hand, statement);
        }
    }

    private static Migrations.Step step(int version, String script) {
        return new Migrations.Step(version, "planted", script, Migrations.checksum(script));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private JobStore jobs(SqliteDatabase database) {
        return jobs(database, clock);
    }

    private JobStore jobs(SqliteDatabase database, InstantSource time) {
        opened.add(database);
        Random random = new Random(opened.size());
        var rules = new JobRules(JobPolicy.defaults(), random);
        return SqlJobStore.on(database, rules, time, random, JobAnnouncer.SILENT);
    }

    private SqliteDatabase open() {
        SqliteDatabase database = SqliteDatabase.open(settings(), clock);
        opened.add(database);
        return database;
    }

    private SqliteSettings settings() {
        return SqliteSettings.in(folder());
    }

    private Path folder() {
        return root.resolve("data");
    }

    private Path file() {
        return folder().resolve(SqliteSettings.FILE);
    }
}
