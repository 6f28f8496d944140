package dev.sotto.service;

import static dev.sotto.service.ServiceBench.ANN;
import static dev.sotto.service.ServiceBench.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.fault.FaultCode;
import dev.sotto.fault.FaultException;
import dev.sotto.job.Job;
import dev.sotto.job.JobState;
import dev.sotto.testing.Eventually;
import io.vertx.core.Future;
import java.nio.file.Path;
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
        Path file = bench.recording(sound);
        JobSubmission submission = ServiceBench.submission(caller, cancelOnDisconnect);
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
