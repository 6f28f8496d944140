package dev.sotto.worker.transcription;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.audio.MediaDecoder;
import dev.sotto.audio.MediaLimits;
import dev.sotto.audio.MediaTool;
import dev.sotto.audio.ProcessSandbox;
import dev.sotto.bus.AudioSource;
import dev.sotto.bus.TranscriptionReply;
import dev.sotto.bus.TranscriptionRequest;
import dev.sotto.diarize.SpeakerDevice;
import dev.sotto.fault.FaultCode;
import dev.sotto.transcript.AudioContext;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.Mode;
import dev.sotto.transcript.RecordingStage;
import dev.sotto.transcript.TranscriptionListener;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.transcript.WorkClass;
import dev.sotto.vad.SpeechDetector;
import dev.sotto.whisper.WhisperEngine;
import dev.sotto.worker.engine.EngineLease;
import dev.sotto.worker.engine.Engines;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What stands between a request and its engine; what the pipeline then does has tests of its own. */
@Timeout(60)
class TranscriptionWorkTest {
    @TempDir
    Path folder;

    private final Cancellation cancellation = new Cancellation();
    private final List<String> progress = new CopyOnWriteArrayList<>();
    private final List<RecordingStage> stages = new CopyOnWriteArrayList<>();
    private final CountDownLatch waits = new CountDownLatch(1);

    @Test
    void who_waits_for_a_model_tells_so_and_stops_when_cancelled() throws Exception {
        CompletableFuture<EngineLease> answer = new CompletableFuture<>();
        CompletableFuture<TranscriptionReply> reply = run(answer);
        assertThat(waits.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(reply).isNotDone();
        cancellation.request();
        assertStopped(reply);
        assertThat(answer).isCancelled();
    }

    @Test
    void the_length_of_a_recording_is_known_before_a_model_is_there() throws Exception {
        CompletableFuture<TranscriptionReply> reply = run(new CompletableFuture<>());
        assertThat(waits.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(progress).containsExactly("0.0 of 1.0");
        cancellation.request();
        assertStopped(reply);
    }

    @Test
    void parts_of_the_work_are_measured_those_that_end_badly_too() throws Exception {
        CompletableFuture<TranscriptionReply> reply = run(new CompletableFuture<>());
        assertThat(waits.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(stages).containsExactly(RecordingStage.MEDIA);
        cancellation.request();
        assertStopped(reply);
        assertThat(stages).containsExactly(RecordingStage.MEDIA, RecordingStage.MODEL);
    }

    @Test
    void a_model_that_comes_when_nobody_waits_any_more_is_given_back() throws Exception {
        CountDownLatch givenBack = new CountDownLatch(1);
        CompletableFuture<EngineLease> comesLate = new CompletableFuture<>() {
            @Override
            public boolean cancel(boolean mayInterrupt) {
                complete(new Lease(givenBack));
                return super.cancel(mayInterrupt);
            }
        };
        CompletableFuture<TranscriptionReply> reply = run(comesLate);
        assertThat(waits.await(20, TimeUnit.SECONDS)).isTrue();
        cancellation.request();
        assertStopped(reply);
        assertThat(givenBack.await(20, TimeUnit.SECONDS)).isTrue();
    }

    private record Lease(CountDownLatch givenBack) implements EngineLease {
        @Override
        public WhisperEngine engine() {
            throw new AssertionError("nobody waits");
        }

        @Override
        public SpeakerDevice speakers() {
            throw new AssertionError("nobody waits");
        }

        @Override
        public void close() {
            givenBack.countDown();
        }
    }

    private CompletableFuture<TranscriptionReply> run(CompletableFuture<EngineLease> answer) throws IOException {
        MediaTool none = new MediaTool(Path.of("none"), ProcessSandbox.NONE, "none", false);
        Engines engines = (model, workClass, whileWaiting) -> {
            whileWaiting.run();
            return answer;
        };
        SpeechDetector deaf = new SpeechDetector(Runnable::run, () -> {
            throw new AssertionError("nobody listens");
        });
        TranscriptionWork work = new TranscriptionWork(
                new MediaDecoder(none, MediaLimits.DEFAULTS, folder), engines, deaf, Mode.BATCHED, AudioContext.AUTO);
        TranscriptionRequest request = new TranscriptionRequest(
                "of a test",
                new AudioSource.File(second()),
                "one",
                WorkClass.BULK,
                TranscriptionOptions.DEFAULTS,
                Optional.empty(),
                listener(),
                cancellation);
        return CompletableFuture.supplyAsync(() -> work.run(request));
    }

    private TranscriptionListener listener() {
        return new TranscriptionListener() {
            @Override
            public void progress(double secondsDone, double secondsTotal) {
                progress.add(secondsDone + " of " + secondsTotal);
            }

            @Override
            public void stage(RecordingStage stage, Duration took) {
                stages.add(stage);
            }

            @Override
            public void waiting() {
                waits.countDown();
            }
        };
    }

    /** Of silence, which needs no ffmpeg. */
    private Path second() throws IOException {
        Path file = folder.resolve("second.wav");
        AudioFormat format = new AudioFormat(16_000, 16, 1, true, false);
        ByteArrayInputStream silence = new ByteArrayInputStream(new byte[32_000]);
        AudioSystem.write(new AudioInputStream(silence, format, 16_000), AudioFileFormat.Type.WAVE, file.toFile());
        return file;
    }

    private static void assertStopped(CompletableFuture<TranscriptionReply> reply) throws Exception {
        assertThat(reply.get(20, TimeUnit.SECONDS))
                .isInstanceOfSatisfying(TranscriptionReply.Failed.class, failed -> assertThat(failed.code())
                        .isEqualTo(FaultCode.CANCELLED));
    }
}
