package dev.sotto.worker.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.bus.Addresses;
import dev.sotto.bus.TranscriptionReply;
import dev.sotto.bus.TranscriptionRequest;
import dev.sotto.fault.FaultCode;
import dev.sotto.format.DocumentOptions;
import dev.sotto.format.TranscriptFormat;
import dev.sotto.format.stored.StoredRequest;
import dev.sotto.job.Job;
import dev.sotto.job.JobSpec;
import dev.sotto.job.JobState;
import dev.sotto.job.WorkKind;
import dev.sotto.job.port.BlobStore;
import dev.sotto.job.port.LocalFile;
import dev.sotto.testing.Eventually;
import dev.sotto.testing.ScriptedTranscriber;
import dev.sotto.transcript.Task;
import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.TranscriptionOptions;
import io.vertx.core.eventbus.Message;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A recording is open exactly as long as it is worked on, whatever comes of it. */
@Timeout(60)
class TranscriptionExecutorTest {
    private static final Duration LONG = Duration.ofMinutes(10);

    @TempDir
    Path folder;

    private JobBench bench;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger opened = new AtomicInteger();

    @BeforeEach
    void open() {
        bench = new JobBench(folder);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    /** A real store of recordings that counts those that are open. */
    private final class CountingBlobs implements BlobStore {
        private final BlobStore real;

        CountingBlobs(BlobStore real) {
            this.real = real;
        }

        @Override
        public LocalFile open(String key) {
            LocalFile file = real.open(key);
            open.incrementAndGet();
            opened.incrementAndGet();
            return new LocalFile() {
                @Override
                public Path path() {
                    return file.path();
                }

                @Override
                public void close() {
                    open.decrementAndGet();
                    file.close();
                }
            };
        }

        @Override
        public StoredBlob take(Path file) {
            return real.take(file);
        }

        @Override
        public void delete(String key) {
            real.delete(key);
        }

        @Override
        public Set<String> keys() {
            return real.keys();
        }

        @Override
        public int sweep(Predicate<String> isNeeded) {
            return real.sweep(isNeeded);
        }
    }

    private Job run(Consumer<Message<TranscriptionRequest>> worker) throws Exception {
        bench.vertx.eventBus().localConsumer(Addresses.TRANSCRIBE, worker::accept);
        BlobStore blobs = new CountingBlobs(bench.blobs);
        AttemptLimits limits = new AttemptLimits(LONG, LONG, LONG, 0, LONG, LONG);
        bench.deploy(new JobVerticle(
                new LeasedJobStore(bench.store, blobs, "worker", limits),
                WorkKind.TRANSCRIBE,
                new TranscriptionExecutor(bench.vertx, blobs, KnownSpeakersSource.NONE),
                ClassPlaces.apart(0, 1),
                () -> {}));
        String request = new StoredRequest(
                        "tiny.en",
                        TranscriptFormat.JSON,
                        DocumentOptions.DEFAULTS,
                        TranscriptionOptions.DEFAULTS,
                        "sotto")
                .write();
        Job job = bench.submit(JobSpec.builder(JobBench.ANN, WorkKind.TRANSCRIBE, bench.recording(), request)
                .build());
        Job ended = bench.await(job, one -> one.state().isFinal());
        assertThat(opened).hasPositiveValue();
        Eventually.holds(() -> open.get() == 0);
        return ended;
    }

    @Test
    void recording_lies_there_while_it_is_worked_on_and_is_closed_when_that_is_done() throws Exception {
        Job ended = run(message -> {
            assertThat(open).hasValue(1);
            assertThat(Files.exists(ScriptedTranscriber.file(message.body()))).isTrue();
            message.reply(
                    new TranscriptionReply.Succeeded(new Transcript(Task.TRANSCRIBE, "en", 1, "sound", List.of())));
        });
        assertThat(ended.state()).isEqualTo(JobState.SUCCEEDED);
    }

    @Test
    void recording_of_work_that_failed_is_closed() throws Exception {
        Job ended = run(message -> message.reply(new TranscriptionReply.Failed(FaultCode.INVALID_MEDIA, "planted")));
        assertThat(ended.state()).isEqualTo(JobState.FAILED);
    }

    @Test
    void recording_whose_worker_broke_is_closed_at_each_attempt() throws Exception {
        Job ended = run(message -> message.fail(500, "planted"));
        assertThat(ended.state()).isEqualTo(JobState.DEAD);
        assertThat(opened).hasValue(3);
    }
}
