package dev.sotto.service;

import static dev.sotto.service.ServiceBench.ANN;
import static dev.sotto.service.ServiceBench.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.fault.FaultCode;
import dev.sotto.fault.FaultException;
import dev.sotto.format.stored.StoredRequest;
import dev.sotto.job.Job;
import dev.sotto.job.JobFailure;
import dev.sotto.job.JobState;
import dev.sotto.testing.Eventually;
import dev.sotto.transcript.PromptOptions;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Callers who wait, each for a transcript of a recording of its own, where one may wait at a time. */
@Timeout(60)
class AwaitedJobsTest {
    @TempDir
    Path home;

    private ServiceBench bench;
    private final BlockingQueue<Job> accepted = new LinkedBlockingQueue<>();
    private final BlockingQueue<Runnable> leave = new LinkedBlockingQueue<>();

    @BeforeEach
    void open() {
        bench = new ServiceBench(home, Map.of("SOTTO_TRANSCRIPTION_WAITING_MAX", "1"));
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private final class TestClient implements AwaitedJobs.Client {
        @Override
        public void accepted(JobSubmitter.Receipt receipt) {
            accepted.add(receipt.job());
        }

        @Override
        public void onGone(Runnable action) {
            leave.add(action);
        }
    }

    private Future<String> run(Caller caller, String sound, boolean cancelOnDisconnect) {
        return run(ServiceBench.submission(caller, cancelOnDisconnect), sound);
    }

    private Future<String> run(JobSubmission submission, String sound) {
        Path file = bench.recording(sound);
        return bench.ask(services -> services.awaited()
                .run(
                        submission,
                        file,
                        new TestClient(),
                        found -> found.request().model() + ": "
                                + found.transcript().text()));
    }

    private Optional<FaultCode> refused(Caller caller) {
        return bench.fault(services -> {
                    services.awaited().check(caller);
                    return Future.succeededFuture();
                })
                .map(fault -> ((FaultException) fault).fault().code());
    }

    @Test
    void a_request_that_is_too_large_as_a_whole_is_refused_with_its_size_and_leaves_nothing() {
        JobSubmission usual = ServiceBench.submission(ANN, false);
        PromptOptions prompt = PromptOptions.builder()
                .initialPrompt("p".repeat(40_000))
                .hotwords("h".repeat(40_000))
                .build();
        StoredRequest large = new StoredRequest(
                "tiny.en",
                usual.request().format(),
                usual.request().document(),
                usual.request().options().toBuilder().prompt(prompt).build(),
                "test");
        JobSubmission submission = new JobSubmission(ANN, large, usual.options(), true, Optional.empty());
        Path file = bench.recording("sound");
        Optional<Throwable> fault = bench.fault(services -> services.submitter().submit(submission, file));
        assertThat(fault).get().isInstanceOfSatisfying(FaultException.class, refused -> {
            assertThat(refused.fault().code()).isEqualTo(FaultCode.INVALID_VALUE);
            assertThat(refused.fault().message()).containsPattern("have 8\\d{4} characters.*at most 65536 in all");
        });
        assertThat(bench.stores.blobs().keys()).isEmpty();
    }

    @Test
    void a_place_is_taken_until_the_transcript_is_there_and_is_anybodys_then() throws Exception {
        assertThat(refused(BOB)).isEmpty();
        Future<String> first = run(ANN, "sound", false);
        assertThat(accepted.poll(20, TimeUnit.SECONDS)).isNotNull();
        assertThat(refused(BOB)).hasValue(FaultCode.QUEUE_FULL);
        Optional<Throwable> second = bench.fault(services ->
                services.awaited().run(ServiceBench.submission(BOB, false), home, new TestClient(), found -> ""));
        assertThat(second).hasValueSatisfying(fault -> assertThat(fault).isInstanceOf(FaultException.class));
        bench.succeed("Ask not.");
        assertThat(first.await(20, TimeUnit.SECONDS)).isEqualTo("tiny.en: Ask not.");
        assertThat(refused(BOB)).isEmpty();
    }

    @Test
    void a_caller_who_is_told_what_is_wrong_leaves_neither_job_nor_recording() throws Exception {
        Future<String> refused = run(ANN, "junk", false);
        Job job = accepted.poll(20, TimeUnit.SECONDS);
        bench.fail(new JobFailure(FaultCode.INVALID_MEDIA, "It is no recording."));
        assertThat(code(refused)).isEqualTo(FaultCode.INVALID_MEDIA);
        assertThat(bench.stores.jobs().tenantJobs().find("ann", job.id())).isEmpty();
        Eventually.holds(() -> bench.stores.blobs().keys().isEmpty());
    }

    @Test
    void a_caller_whom_the_server_failed_keeps_the_job() throws Exception {
        Future<String> failed = run(ANN, "sound", false);
        Job job = accepted.poll(20, TimeUnit.SECONDS);
        bench.fail(new JobFailure(FaultCode.AUDIO_LOST, "The recording is gone."));
        assertThat(code(failed)).isEqualTo(FaultCode.AUDIO_LOST);
        assertThat(state(job)).isEqualTo(JobState.FAILED);
    }

    @Test
    void nothing_is_kept_beyond_the_answer_where_the_caller_wants_it_so() throws Exception {
        Future<String> answer = run(ServiceBench.submission(ANN, Duration.ZERO), "sound");
        Job job = accepted.poll(20, TimeUnit.SECONDS);
        bench.succeed("Ask not.");
        assertThat(answer.await(20, TimeUnit.SECONDS)).isEqualTo("tiny.en: Ask not.");
        assertThat(bench.stores.jobs().tenantJobs().find("ann", job.id())).isEmpty();
        assertThat(bench.stores.jobs().tenantJobs().result("ann", job.id())).isEmpty();
    }

    @Test
    void
            a_job_of_which_nothing_would_be_kept_and_that_nobody_waits_for_is_refused_unless_a_webhook_brings_the_result() {
        JobSubmission awaited = ServiceBench.submission(ANN, Duration.ZERO);
        JobSubmission unread = new JobSubmission(ANN, awaited.request(), awaited.options(), false, Optional.empty());
        Path file = bench.recording("sound");
        Optional<Throwable> fault = bench.fault(services -> services.submitter().submit(unread, file));
        assertThat(fault).get().isInstanceOfSatisfying(FaultException.class, refused -> assertThat(
                        refused.fault().field())
                .hasValue("retention_seconds"));
        assertThat(bench.stores.blobs().keys()).isEmpty();
    }

    private static FaultCode code(Future<?> failed) throws Exception {
        failed.transform(done -> Future.succeededFuture()).await(20, TimeUnit.SECONDS);
        return ((FaultException) failed.cause()).fault().code();
    }

    @Test
    void who_leaves_gives_the_place_back_and_keeps_the_job() throws Exception {
        Job job = left(false);
        assertThat(state(job)).isEqualTo(JobState.QUEUED);
    }

    @Test
    void who_wants_it_so_cancels_the_job_by_leaving() throws Exception {
        Job job = left(true);
        Eventually.holds(() -> state(job) == JobState.CANCELLED);
    }

    private Job left(boolean cancelOnDisconnect) throws Exception {
        Future<String> end = run(ANN, "sound", cancelOnDisconnect);
        Job job = accepted.poll(20, TimeUnit.SECONDS);
        Runnable action = leave.poll(20, TimeUnit.SECONDS);
        bench.await(services -> {
            action.run();
            return Future.succeededFuture();
        });
        end.transform(done -> Future.succeededFuture()).await(20, TimeUnit.SECONDS);
        assertThat(((FaultException) end.cause()).fault().code()).isEqualTo(FaultCode.CLIENT_GONE);
        assertThat(refused(BOB)).isEmpty();
        return job;
    }

    private JobState state(Job job) {
        return bench.<Job>await(services -> services.reader().find(ANN, job.id()))
                .state();
    }
}
