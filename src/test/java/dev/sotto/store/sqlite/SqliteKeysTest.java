package dev.sotto.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sotto.job.Checkpoint;
import dev.sotto.job.JobPolicy;
import dev.sotto.job.JobRules;
import dev.sotto.job.JobSpec;
import dev.sotto.job.Progress;
import dev.sotto.job.Tenant;
import dev.sotto.job.WorkKind;
import dev.sotto.job.port.Claim;
import dev.sotto.job.port.JobAnnouncer;
import dev.sotto.job.port.JobStore;
import dev.sotto.job.port.StoreException;
import dev.sotto.key.DailyQuota;
import dev.sotto.key.KeyLimits;
import dev.sotto.key.KeyRecord;
import dev.sotto.key.KeySnapshot;
import dev.sotto.key.NewKey;
import dev.sotto.key.RequestRate;
import dev.sotto.key.Scope;
import dev.sotto.store.sql.SqlJobStore;
import dev.sotto.store.sql.SqlKeys;
import dev.sotto.testing.SettableClock;
import dev.sotto.transcript.WorkClass;
import dev.sotto.webhook.Samples;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteKeysTest {
    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock(Samples.NOON);
    private SqliteDatabase database;
    private SqlKeys keys;

    @BeforeEach
    void open() {
        database = SqliteDatabase.open(SqliteSettings.in(folder), clock);
        keys = new SqlKeys(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void keys_come_back_whole_after_a_restart() {
        KeyRecord plain = key("ann", KeyLimits.NONE);
        KeyRecord limited = key(
                "bob",
                new KeyLimits(
                        Optional.of(RequestRate.perMinute(5)),
                        Optional.of(1),
                        Optional.of(0),
                        Optional.of(60L),
                        Optional.of(Duration.ofHours(1))));
        database.close();
        open();
        assertThat(keys.list()).containsExactlyInAnyOrder(plain, limited);
        assertThat(keys.find(limited.id())).contains(limited);
        assertThat(keys.find("nobody")).isEmpty();
    }

    @Test
    void revoked_key_stays_revoked_as_of_the_first_time() {
        KeyRecord key = key("ann", KeyLimits.NONE);
        assertThat(keys.revoke(key.id(), clock.instant())).isTrue();
        assertThat(keys.revoke(key.id(), clock.instant().plusSeconds(9))).isTrue();
        assertThat(keys.revoke("nobody", clock.instant())).isFalse();
        assertThat(keys.find(key.id()).orElseThrow().revokedAt()).contains(clock.instant());
    }

    @Test
    void command_beside_a_running_server_makes_and_revokes_keys_that_the_server_sees() {
        try (SqliteDatabase beside = SqliteDatabase.openBeside(SqliteSettings.in(folder), clock)) {
            KeyRecord key = NewKey.make(order("ann", KeyLimits.NONE), new SecureRandom(), clock.instant())
                    .stored();
            new SqlKeys(beside).add(key);
            assertThat(keys.snapshot().find(key.id())).contains(key);
            new SqlKeys(beside).revoke(key.id(), clock.instant());
            assertThat(keys.snapshot().find(key.id()).orElseThrow().revokedAt()).isPresent();
        }
        assertThat(keys.list()).hasSize(1);
        assertThatThrownBy(() -> SqliteDatabase.open(SqliteSettings.in(folder), clock))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("in use");
    }

    @Test
    void audio_is_charged_to_its_tenant_with_the_result_and_only_for_that_day() {
        key("ann", KeyLimits.NONE);
        JobStore jobs = SqlJobStore.on(
                database, new JobRules(JobPolicy.defaults(), new Random(1)), clock, new Random(2), JobAnnouncer.SILENT);
        submit(jobs, "ann");
        submit(jobs, "ann");
        assertThat(keys.snapshot().waitingSeconds()).containsEntry("ann", 120L);
        succeed(jobs, 61.5);
        assertThat(keys.snapshot().used())
                .isEqualTo(java.util.Map.of("ann", new DailyQuota(LocalDate.parse("2026-11-25"), 62)));
        clock.advance(Duration.ofDays(1));
        succeed(jobs, 10);
        KeySnapshot snapshot = keys.snapshot();
        assertThat(snapshot.used().values()).extracting(DailyQuota::day).containsOnly(LocalDate.parse("2026-11-26"));
    }

    private static void submit(JobStore jobs, String tenant) {
        jobs.tenantJobs()
                .submit(JobSpec.builder(Tenant.unlimited(tenant), WorkKind.TRANSCRIBE, "blob", "{}")
                        .costSeconds(60)
                        .build());
    }

    private static void succeed(JobStore jobs, double seconds) {
        Claim claim = jobs.queue()
                .claim(WorkKind.TRANSCRIBE, WorkClass.BULK, "w", Duration.ofSeconds(30))
                .orElseThrow();
        jobs.queue()
                .checkpoint(
                        claim.lease(),
                        new Checkpoint(0, new Progress(seconds, seconds), "[]", "{}"),
                        Duration.ofSeconds(30));
        jobs.queue().succeed(claim.lease(), "{}");
    }

    private KeyRecord key(String owner, KeyLimits limits) {
        KeyRecord key = NewKey.make(order(owner, limits), new SecureRandom(), clock.instant())
                .stored();
        keys.add(key);
        return key;
    }

    private static NewKey.Order order(String owner, KeyLimits limits) {
        return new NewKey.Order(owner, "of " + owner, Set.of(Scope.READ, Scope.TRANSCRIBE), limits, Optional.empty());
    }
}
