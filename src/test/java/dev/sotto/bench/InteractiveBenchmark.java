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
import dev.sotto.torch.TorchVad;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.MediaOptions;
import dev.sotto.transcript.Mode;
import dev.sotto.transcript.TimeSpan;
import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.TranscriptionException;
import dev.sotto.transcript.TranscriptionListener;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.transcript.WorkClass;
import dev.sotto.vad.SpeechDetector;
import dev.sotto.vad.SpeechNetwork;
import dev.sotto.whisper.slot.EngineLoad;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * What clips wait beside long recordings: clips of three lengths by four callers, each of whom thinks for a while before the
 * next, alone and while four long recordings run; and what the recordings lose by it. All callers have sent each clip a few
 * times before anything is measured. Rounds of clips alone, recordings
 * alone, and both together follow one another, so that a machine that slows down slows all of them. Default options, sound
 * decoded and the recordings' speech found beforehand, the engine on one thread with as many slots as a server has.
 */
public final class InteractiveBenchmark {
    private static final int SLOTS = 8;
    private static final int CALLERS = 4;
    private static final int RECORDINGS = 4;
    private static final int ROUNDS = 2;
    private static final int WARM_UPS = 5;
    private static final int WINDOWS_ENCODED = RECORDINGS * RecordingTranscriber.WINDOWS_AT_ONCE_MAX - 2 * SLOTS;

    /** A window of the recording has about 90 tokens, and a third of its work is done when it waits for a slot. */
    private static final double TOKENS_AHEAD = 30;

    private static final List<Integer> CLIP_SECONDS = List.of(2, 5, 11);

    private final EngineThread engine;
    private final VadThread vad;
    private final SpeechDetector bulkSpeech =
            new SpeechDetector(Runnable::run, () -> new HeardBefore(TorchVad.load(VadThread.WEIGHTS)));
    private final double thinkSeconds;
    private final double phaseSeconds;
    private final WorkClass classOfClips;

    private InteractiveBenchmark(EngineThread engine, VadThread vad, Plan plan) {
        this.engine = engine;
        this.vad = vad;
        this.thinkSeconds = plan.thinkSeconds();
        this.phaseSeconds = plan.phaseSeconds();
        this.classOfClips = plan.classOfClips();
    }

    /** Voice detection that knows each block again. */
    private record HeardBefore(SpeechNetwork network, Map<Integer, Heard> known) implements SpeechNetwork {
        HeardBefore(SpeechNetwork network) {
            this(network, new ConcurrentHashMap<>());
        }

        @Override
        public Heard hear(float[] samples, float[] state) {
            int key = 31 * Arrays.hashCode(samples) + Arrays.hashCode(state);
            return known.computeIfAbsent(key, unknown -> network.hear(samples, state));
        }

        @Override
        public void close() {
            network.close();
        }
    }

    private record Plan(double thinkSeconds, double phaseSeconds, WorkClass classOfClips) {}

    /** Latencies in seconds by the clip's length, and tokens of all clips. */
    private record Clips(Map<Integer, List<Double>> seconds, long tokens) {
        Clips() {
            this(new TreeMap<>(), 0);
        }

        Clips plus(Clips other) {
            Map<Integer, List<Double>> all = new TreeMap<>();
            for (Clips each : List.of(this, other)) {
                each.seconds.forEach((length, some) ->
                        all.computeIfAbsent(length, any -> new ArrayList<>()).addAll(some));
            }
            return new Clips(all, tokens + other.tokens);
        }

        /** By nearest rank. */
        double percentile(int length, int percent) {
            List<Double> sorted =
                    seconds.getOrDefault(length, List.of()).stream().sorted().toList();
            int rank = (sorted.size() * percent + 99) / 100;
            return sorted.isEmpty() ? Double.NaN : sorted.get(Math.max(0, rank - 1));
        }
    }

    /**
     * Measures one model in one compute type, prints the figures and adds a line of JSON to {@code target/bench}.
     *
     * @param arguments compute type, model folder, a recording to cut clips from, a long one, seconds that a caller thinks,
     *     seconds of a phase, class of the clips (interactive; bulk shows what no classes would bring)
     */
    public static void main(String... arguments) throws Exception {
        TorchRuntime.threads(Runtime.getRuntime().availableProcessors());
        Precision precision = new Precision(ComputeType.named(arguments[0]), ThisProcessor.read());
        Plan plan = new Plan(
                Double.parseDouble(arguments[4]),
                Double.parseDouble(arguments[5]),
                arguments[6].equals(WorkClass.BULK.wireName()) ? WorkClass.BULK : WorkClass.INTERACTIVE);
        Map<String, Object> report = new LinkedHashMap<>(MachineFacts.gather());
        report.put("model", String.valueOf(Path.of(arguments[1]).getFileName()));
        report.put("compute_type", arguments[0]);
        report.put("clips_are", plan.classOfClips().wireName());
        report.put("callers_think_s", plan.thinkSeconds());
        Map<Integer, Waveform> clips = new TreeMap<>();
        try (EngineThread engine = EngineThread.load(Path.of(arguments[1]), SLOTS, precision);
                VadThread vad = VadThread.load();
                Waveform recording = Recordings.decode(Path.of(arguments[3]))) {
            for (int seconds : CLIP_SECONDS) {
                clips.put(seconds, clip(Path.of(arguments[2]), seconds));
            }
            new InteractiveBenchmark(engine, vad, plan).measure(clips, recording, report);
        } finally {
            clips.values().forEach(Waveform::close);
        }
        BenchReport.write("interactive", report);
    }

    private static Waveform clip(Path file, int seconds) {
        MediaOptions start = MediaOptions.of("", false, new TimeSpan(0, seconds));
        return Recordings.decode(file, start).channels().get(0);
    }

    private void measure(Map<Integer, Waveform> clips, Waveform recording, Map<String, Object> report)
            throws Exception {
        warmUp(clips);
        bulkSpeech.probabilities(recording, WorkClass.BULK, new Cancellation());
        Clips alone = new Clips();
        Clips beside = new Clips();
        double busyAlone = 0;
        double bulkAlone = 0;
        double bulkBeside = 0;
        for (int round = 0; round < ROUNDS; round++) {
            double busyBefore = engine.busySeconds();
            alone = alone.plus(phase(clips));
            busyAlone += (engine.busySeconds() - busyBefore) / ROUNDS / phaseSeconds;
            try (Bulk bulk = new Bulk(recording)) {
                bulk.awaitFlow();
                double before = bulkDone();
                Thread.sleep((long) (phaseSeconds * 500));
                bulkAlone += bulkDone() - before;
                before = bulkDone();
                Clips some = phase(clips);
                bulkBeside += bulkDone() - before - some.tokens();
                beside = beside.plus(some);
                before = bulkDone();
                Thread.sleep((long) (phaseSeconds * 500));
                bulkAlone += bulkDone() - before;
            }
        }
        for (int length : CLIP_SECONDS) {
            String name = "clip_" + length + "_s_";
            report.put(name + "count", List.of(count(alone, length), count(beside, length)));
            for (int percent : List.of(50, 99)) {
                double one = alone.percentile(length, percent);
                double other = beside.percentile(length, percent);
                report.put(name + "p" + percent + "_alone_s", one);
                report.put(name + "p" + percent + "_beside_s", other);
                report.put(name + "p" + percent + "_times", rounded(other / one));
            }
        }
        report.put("device_busy_with_clips_alone", rounded(busyAlone));
        report.put("bulk_alone_tokens_s", rounded(bulkAlone / ROUNDS / phaseSeconds));
        report.put("bulk_beside_tokens_s", rounded(bulkBeside / ROUNDS / phaseSeconds));
        report.put("bulk_keeps", rounded(bulkBeside / bulkAlone));
    }

    private static int count(Clips clips, int length) {
        return clips.seconds().getOrDefault(length, List.of()).size();
    }

    private static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }

    /** Work done so far, in tokens: those of finished windows, and some for those that are encoded. */
    private double bulkDone() {
        EngineLoad load = engine.load();
        return load.totals().tokens() + TOKENS_AHEAD * load.bulk().windowsWaiting();
    }

    /** Every clip by all callers at once, more than once: what is slow only the first time, in batches too, is over then. */
    private void warmUp(Map<Integer, Waveform> clips) throws Exception {
        callers(any -> {
            for (int i = 0; i < WARM_UPS; i++) {
                clips.values().forEach(this::transcribe);
            }
            return new Clips();
        });
    }

    /** Callers in a closed loop, until the phase is over and each has its last answer. */
    private Clips phase(Map<Integer, Waveform> clips) throws Exception {
        long end = System.nanoTime() + (long) (phaseSeconds * 1e9);
        return callers(caller -> caller(caller, clips, end));
    }

    /** What one caller does. */
    private interface CallerWork {
        Clips run(int caller) throws InterruptedException;
    }

    private static Clips callers(CallerWork work) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(CALLERS);
        try {
            List<Future<Clips>> callers = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                int caller = i;
                callers.add(pool.submit(() -> work.run(caller)));
            }
            Clips all = new Clips();
            for (Future<Clips> each : callers) {
                all = all.plus(each.get());
            }
            return all;
        } finally {
            pool.shutdown();
        }
    }

    private Clips caller(int caller, Map<Integer, Waveform> clips, long end) throws InterruptedException {
        SplittableRandom random = new SplittableRandom(caller);
        Map<Integer, List<Double>> seconds = new TreeMap<>();
        long tokens = 0;
        int next = caller;
        think(random, 1);
        while (System.nanoTime() < end) {
            int length = CLIP_SECONDS.get(next++ % CLIP_SECONDS.size());
            long start = System.nanoTime();
            Transcript transcript = transcribe(clips.get(length));
            seconds.computeIfAbsent(length, any -> new ArrayList<>())
                    .add(Math.round((System.nanoTime() - start) / 1e6) / 1e3);
            tokens += transcript.segments().stream()
                    .mapToLong(segment -> segment.tokens().size())
                    .sum();
            think(random, 2);
        }
        return new Clips(seconds, tokens);
    }

    /** @param times most of the usual time to think; on average half of it */
    private void think(SplittableRandom random, double times) throws InterruptedException {
        Thread.sleep((long) (random.nextDouble() * times * thinkSeconds * 1000));
    }

    /** Long recordings under way; closing cancels them. */
    private final class Bulk implements AutoCloseable {
        private final Cancellation cancellation = new Cancellation();
        private final ExecutorService pool = Executors.newFixedThreadPool(RECORDINGS);
        private final List<Future<?>> running = new ArrayList<>();

        Bulk(Waveform recording) {
            for (int i = 0; i < RECORDINGS; i++) {
                running.add(pool.submit(() -> {
                    while (!cancellation.isRequested()) {
                        transcribeBulk(recording, cancellation);
                    }
                }));
            }
        }

        /** Until recordings have about as many windows encoded as they may: from then on one is encoded for each that ends. */
        void awaitFlow() throws InterruptedException {
            while (engine.load().bulk().windowsWaiting() < WINDOWS_ENCODED) {
                Thread.sleep(50);
            }
        }

        @Override
        public void close() {
            cancellation.request();
            pool.shutdown();
            try {
                if (!pool.awaitTermination(1, TimeUnit.MINUTES)) {
                    throw new IllegalStateException("recordings still run a minute after they were cancelled");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Transcript transcribe(Waveform clip) {
        return new RecordingTranscriber(engine.openSession(classOfClips), vad.detector(), Mode.BATCHED)
                .transcribe(clip, TranscriptionOptions.DEFAULTS, TranscriptionListener.NONE, new Cancellation());
    }

    private void transcribeBulk(Waveform recording, Cancellation cancellation) {
        try {
            new RecordingTranscriber(engine.openSession(WorkClass.BULK), bulkSpeech, Mode.BATCHED)
                    .transcribe(recording, TranscriptionOptions.DEFAULTS, TranscriptionListener.NONE, cancellation);
        } catch (TranscriptionException e) {
            if (!cancellation.isRequested()) {
                throw e;
            }
        }
    }
}
