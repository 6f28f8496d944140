package dev.sotto.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.fault.FaultCode;
import dev.sotto.format.TranscriptFormat;
import dev.sotto.format.stored.RequestSummary;
import dev.sotto.format.stored.StoredRequest;
import dev.sotto.format.stored.StoredTranscript;
import dev.sotto.job.Idempotency;
import dev.sotto.job.Job;
import dev.sotto.job.JobFailure;
import dev.sotto.job.JobPolicy;
import dev.sotto.job.JobRules;
import dev.sotto.job.JobSpec;
import dev.sotto.job.JobState;
import dev.sotto.job.Tenant;
import dev.sotto.job.WorkKind;
import dev.sotto.job.port.Claim;
import dev.sotto.job.port.JobAnnouncer;
import dev.sotto.job.port.JobQuery;
import dev.sotto.job.port.JobStore;
import dev.sotto.job.port.SearchWords;
import dev.sotto.job.port.Submission;
import dev.sotto.key.KeyRecord;
import dev.sotto.store.sql.SqlJobStore;
import dev.sotto.store.sql.SqlKeys;
import dev.sotto.store.sql.SqlWebhooks;
import dev.sotto.testing.SettableClock;
import dev.sotto.transcript.Segment;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.transcript.WorkClass;
import dev.sotto.webhook.DeliveryLog;
import dev.sotto.webhook.DeliveryState;
import dev.sotto.webhook.Subscription;
import dev.sotto.webhook.sign.SecretCipher;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that an earlier version made opens, and all that it holds is there. See the page beside the file. */
class EarlierStoreTest {
    private static final Instant LATER = Instant.parse("2026-11-29T12:00:30Z");

    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock(LATER);
    private SqliteDatabase database;
    private SqlWebhooks webhooks;
    private JobStore jobs;
    private final Map<String, Job> byInput = new HashMap<>();

    @BeforeEach
    void open() throws Exception {
        try (InputStream file =
                EarlierStoreTest.class.getResourceAsStream("/dev/sotto/store/before-classes/sotto.db")) {
            Files.copy(file, folder.resolve(SqliteSettings.FILE));
        }
        database = SqliteDatabase.open(SqliteSettings.in(folder), clock);
        webhooks = SqlWebhooks.on(database, new SecretCipher(new byte[32], new SecureRandom()));
        Random random = new Random(1);
        jobs = SqlJobStore.on(database, new JobRules(JobPolicy.defaults(), random), clock, random, JobAnnouncer.SILENT);
        for (String tenant : List.of("ann", "ben")) {
            jobs.tenantJobs()
                    .list(new JobQuery(tenant, Set.of(), Optional.empty(), 99))
                    .forEach(job -> byInput.put(job.input(), job));
        }
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void every_job_is_in_the_state_in_which_it_was_and_what_ran_waits() {
        Map<String, JobState> states = new HashMap<>();
        byInput.forEach((input, job) -> states.put(input, job.state()));
        assertThat(states)
                .isEqualTo(Map.of(
                        "succeeded", JobState.SUCCEEDED,
                        "failed", JobState.FAILED,
                        "dead", JobState.DEAD,
                        "cancelled", JobState.CANCELLED,
                        "running", JobState.QUEUED,
                        "queued-short", JobState.QUEUED,
                        "queued-long", JobState.QUEUED,
                        "https://example.org/talk.mp3", JobState.QUEUED));
        assertThat(byInput.get("failed").failure()).map(JobFailure::code).hasValue(FaultCode.INVALID_MEDIA);
        assertThat(byInput.get("dead").failure()).map(JobFailure::code).hasValue(FaultCode.WORKER_LOST);
    }

    @Test
    void requests_results_and_finished_windows_are_read() {
        Job succeeded = byInput.get("succeeded");
        StoredRequest request = StoredRequest.read(
                jobs.tenantJobs().request("ann", succeeded.id()).orElseThrow());
        assertThat(request.model()).isEqualTo("tiny.en");
        assertThat(request.format()).isEqualTo(TranscriptFormat.SRT);
        assertThat(request.options()).isEqualTo(TranscriptionOptions.DEFAULTS);
        assertThat(RequestSummary.read(succeeded.summary())).isEqualTo(RequestSummary.of(request));
        assertThat(jobs.tenantJobs().result("ann", succeeded.id()))
                .map(StoredTranscript::read)
                .hasValueSatisfying(transcript -> assertThat(transcript.text()).isEqualTo("Kept."));
        assertThat(jobs.tenantJobs().checkpoints("ann", byInput.get("running").id(), 0))
                .singleElement()
                .satisfies(window -> assertThat(StoredTranscript.readSegments(window.part()))
                        .extracting(Segment::text)
                        .containsExactly(" Kept."));
    }

    @Test
    void transcripts_of_then_wait_for_the_index_and_nothing_has_labels() {
        Job succeeded = byInput.get("succeeded");
        assertThat(jobs.library().unindexed("ann", 9)).containsExactly(succeeded.id());
        assertThat(jobs.library().labels("ann", List.of(succeeded.id()))).isEmpty();
        jobs.library().index("ann", succeeded.id(), 0, "Kept.");
        assertThat(jobs.library().excerpts("ann", SearchWords.of("kept"), List.of(succeeded.id())))
                .containsValue("Kept.");
    }

    @Test
    void waiting_jobs_are_bulk_unless_they_are_short_and_are_taken_in_their_order() {
        assertThat(claim(WorkKind.TRANSCRIBE, WorkClass.INTERACTIVE)).hasValue("queued-short");
        assertThat(claim(WorkKind.TRANSCRIBE, WorkClass.INTERACTIVE)).isEmpty();
        assertThat(claim(WorkKind.TRANSCRIBE, WorkClass.BULK)).hasValue("running");
        assertThat(claim(WorkKind.TRANSCRIBE, WorkClass.BULK)).hasValue("queued-long");
        assertThat(claim(WorkKind.FETCH, WorkClass.BULK)).hasValue("https://example.org/talk.mp3");
    }

    private Optional<String> claim(WorkKind work, WorkClass workClass) {
        return jobs.queue()
                .claim(work, workClass, "worker", Duration.ofMinutes(1))
                .map(Claim::job)
                .map(Job::input);
    }

    @Test
    void idempotency_keys_hold_and_turns_go_on() {
        JobSpec again = JobSpec.builder(Tenant.unlimited("ann"), WorkKind.TRANSCRIBE, "again", "{}")
                .idempotency(new Idempotency("key-of-queued-long", "print", Duration.ofHours(1)))
                .build();
        assertThat(jobs.tenantJobs().submit(again)).isEqualTo(new Submission.Existing(byInput.get("queued-long")));
        JobSpec next = JobSpec.builder(Tenant.unlimited("ann"), WorkKind.TRANSCRIBE, "next", "{}")
                .build();
        Job behind = ((Submission.Accepted) jobs.tenantJobs().submit(next)).job();
        assertThat(behind.turn()).isGreaterThan(byInput.get("queued-long").turn());
    }

    @Test
    void webhooks_and_keys_are_there() {
        Subscription told = webhooks.endpoints().find("ann", "whe_old").orElseThrow();
        assertThat(told.endpoint().url()).hasToString("https://hooks.example/a");
        assertThat(told.endpoint().headers()).containsEntry("authorization", "Bearer x");
        assertThat(told.isResultWanted()).isTrue();
        assertThat(webhooks.deliveries()
                        .list(DeliveryLog.Query.ofJob(
                                "ann", byInput.get("succeeded").id().value())))
                .singleElement()
                .satisfies(entry -> assertThat(entry.delivery().state()).isEqualTo(DeliveryState.PENDING));
        SqlKeys keys = new SqlKeys(database);
        assertThat(keys.list()).singleElement().satisfies(key -> {
            assertThat(key.name()).isEqualTo("laptop");
            assertThat(key.limits().runningMax()).hasValue(3);
        });
        assertThat(keys.snapshot().keys().values()).extracting(KeyRecord::owner).containsExactly("ann");
        assertThat(keys.snapshot().used().get("ann").usedSeconds()).isEqualTo(3);
    }
}
