package dev.sotto.bench;

import dev.sotto.audio.Waveform;
import dev.sotto.pipeline.RecordingTranscriber;
import dev.sotto.testing.EngineThread;
import dev.sotto.testing.Recordings;
import dev.sotto.testing.ThisProcessor;
import dev.sotto.testing.VadThread;
import dev.sotto.torch.ComputeType;
import dev.sotto.torch.Precision;
import dev.sotto.torch.TorchRuntime;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.Mode;
import dev.sotto.transcript.TranscriptionListener;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.transcript.WorkClass;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What sharing the device brings: one long recording from end to end, 16 short ones one after the other against 4 and 16
 * callers at once, and a short one alone against one that arrives while the long one runs. Default options, sound decoded
 * beforehand.
 */
public final class CallersBenchmark {
    private static final int SLOTS = 16;
    private static final int CLIPS = 16;
    private static final long HEAD_START_MILLIS = 3000;

    private final EngineThread engine;
    private final VadThread vad;

    private CallersBenchmark(EngineThread engine, VadThread vad) {
        this.engine = engine;
        this.vad = vad;
    }

    /**
     * Measures one model in one compute type, prints the figures and adds a line of JSON to {@code target/bench}.
     *
     * @param arguments compute type, model folder, a short recording, a long one
     */
    public static void main(String... arguments) throws Exception {
        TorchRuntime.threads(Runtime.getRuntime().availableProcessors());
        Precision precision = new Precision(ComputeType.named(arguments[0]), ThisProcessor.read());
        Map<String, Object> report = new LinkedHashMap<>(MachineFacts.gather());
        report.put("model", String.valueOf(Path.of(arguments[1]).getFileName()));
        report.put("compute_type", arguments[0]);
        try (EngineThread engine = EngineThread.load(Path.of(arguments[1]), SLOTS, precision);
                VadThread vad = VadThread.load();
                Waveform clip = Recordings.decode(Path.of(arguments[2]));
                Waveform recording = Recordings.decode(Path.of(arguments[3]))) {
            new CallersBenchmark(engine, vad).measure(clip, recording, report);
        }
        BenchReport.write("callers", report);
    }

    private void measure(Waveform clip, Waveform recording, Map<String, Object> report) throws Exception {
        transcribe(clip); // warms up
        report.put("clip_s", clip.durationSeconds());
        report.put("recording_s", recording.durationSeconds());
        double alone = seconds(() -> transcribe(clip));
        report.put("clip_alone_s", alone);
        for (int callers : List.of(1, 4, CLIPS)) {
            report.put("clips_16_by_callers_" + callers + "_s", seconds(() -> clips(clip, callers)));
        }
        double whole = seconds(() -> transcribe(recording));
        report.put("recording_alone_s", whole);
        report.put("times_real_time", recording.durationSeconds() / whole);
        report.put("clip_beside_recording_s", beside(clip, recording));
        report.put("peak_mib", MachineFacts.memoryMebibytes("VmHWM"));
    }

    private void clips(Waveform clip, int callers) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(callers);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < CLIPS; i++) {
                running.add(pool.submit(() -> transcribe(clip)));
            }
            for (Future<?> each : running) {
                each.get();
            }
        } finally {
            pool.shutdown();
        }
    }

    /** How long a clip takes that comes when the windows of a long recording fill every slot. */
    private double beside(Waveform clip, Waveform recording) throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        Cancellation cancellation = new Cancellation();
        Thread busy = new Thread(() -> {
            begun.countDown();
            try {
                transcribe(recording, cancellation);
            } catch (RuntimeException e) {
                if (!cancellation.isRequested()) {
                    throw e;
                }
            }
        });
        busy.start();
        begun.await();
        Thread.sleep(HEAD_START_MILLIS);
        double seconds = seconds(() -> transcribe(clip));
        cancellation.request();
        busy.join();
        return seconds;
    }

    private interface Work {
        void run() throws Exception;
    }

    private static double seconds(Work work) throws Exception {
        long start = System.nanoTime();
        work.run();
        return Math.round((System.nanoTime() - start) / 1e6) / 1e3;
    }

    private void transcribe(Waveform waveform) {
        transcribe(waveform, new Cancellation());
    }

    private void transcribe(Waveform waveform, Cancellation cancellation) {
        new RecordingTranscriber(engine.openSession(WorkClass.BULK), vad.detector(), Mode.BATCHED)
                .transcribe(waveform, TranscriptionOptions.DEFAULTS, TranscriptionListener.NONE, cancellation);
    }
}
