package dev.sotto.bench;

import dev.sotto.model.Checkpoint;
import dev.sotto.model.ModelConfig;
import dev.sotto.model.checkpoint.ModelFolder;
import dev.sotto.testing.ThisProcessor;
import dev.sotto.torch.ComputeType;
import dev.sotto.torch.Precision;
import dev.sotto.torch.TorchRuntime;
import dev.sotto.torch.TorchSettings;
import dev.sotto.torch.TorchWhisper;
import dev.sotto.transcript.SamplingOptions;
import dev.sotto.whisper.AudioFeatures;
import dev.sotto.whisper.SlotLane;
import dev.sotto.whisper.decode.DecodingSearch;
import dev.sotto.whisper.decode.DecodingTask;
import dev.sotto.whisper.mel.FrameBlock;
import dev.sotto.whisper.mel.Frames;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Seconds a window costs: loading, log-mel and encoder, and 100 forced tokens at several batch sizes, with the process's
 * peak memory. Noise from a fixed seed; medians of several rounds.
 */
public final class WindowBenchmark {
    private static final int FORCED_TOKENS = 100;
    private static final int ROUNDS = 3;
    private static final List<Integer> BATCHES = List.of(1, 4, 8, 16);
    private static final List<Integer> BEAM_BATCHES = List.of(1, 4);

    private final ModelConfig config;
    private final TorchWhisper network;
    private final FrameBlock block = noise();

    private WindowBenchmark(ModelConfig config, TorchWhisper network) {
        this.config = config;
        this.network = network;
    }

    /**
     * Measures one model in one compute type, prints a table and adds a line of JSON to {@code target/bench/windows.jsonl}.
     *
     * @param arguments a compute type, then a model folder or {@code random-small=TOKENIZERS} to make that one first,
     *     then, if not all, the batch sizes wanted, separated by commas and without beams
     */
    public static void main(String... arguments) throws IOException {
        TorchRuntime.threads(Runtime.getRuntime().availableProcessors());
        Map<String, Object> report = new LinkedHashMap<>(MachineFacts.gather());
        Path folder = BenchModels.folder(arguments[1]);
        report.put("model", String.valueOf(folder.getFileName()));
        report.put("compute_type", arguments[0]);
        Precision precision = new Precision(ComputeType.named(arguments[0]), ThisProcessor.read());
        measure(folder, precision, batches(arguments), report);
        BenchReport.write("windows", report);
    }

    private static Batches batches(String... arguments) {
        return arguments.length < 3
                ? new Batches(BATCHES, BEAM_BATCHES)
                : new Batches(
                        Stream.of(arguments[2].split(",")).map(Integer::valueOf).toList(), List.of());
    }

    private record Batches(List<Integer> single, List<Integer> beams) {}

    private static void measure(Path folder, Precision precision, Batches batches, Map<String, Object> report)
            throws IOException {
        long residentBefore = MachineFacts.memoryMebibytes("VmRSS");
        long start = System.nanoTime();
        Checkpoint checkpoint = ModelFolder.open(folder);
        try (TorchWhisper network = TorchWhisper.load(checkpoint, new TorchSettings("cpu", precision))) {
            report.put("load_s", rounded((System.nanoTime() - start) / 1e9));
            checkpoint.close(); // as the server does: the file's pages are not the model's
            report.put("resident_mib", MachineFacts.memoryMebibytes("VmRSS"));
            report.put("resident_before_mib", residentBefore);
            report.put("peak_loading_mib", MachineFacts.memoryMebibytes("VmHWM"));
            new WindowBenchmark(checkpoint.config(), network).windows(batches, report);
            report.put("peak_mib", MachineFacts.memoryMebibytes("VmHWM"));
        }
    }

    private void windows(Batches batches, Map<String, Object> report) {
        double peak = network.logMelPeak(block);
        report.put("encoder_s", rounded(median(() -> {
            long start = System.nanoTime();
            network.encode(block, peak).close();
            return System.nanoTime() - start;
        })));
        try (AudioFeatures features = network.encode(block, peak)) {
            for (int batch : batches.single()) {
                report.put("decode_s_batch_" + batch, seconds(batch, DecodingSearch.SINGLE, features));
            }
            for (int batch : batches.beams()) {
                DecodingSearch beams = DecodingSearch.beams(5, 1, OptionalDouble.empty());
                report.put("decode_s_5_beams_batch_" + batch, seconds(batch, beams, features));
            }
        }
    }

    /** Seconds a window takes for its forced tokens, the keys and values of its audio included. */
    private double seconds(int batch, DecodingSearch search, AudioFeatures features) {
        try (SlotLane lane = network.openLane(search.width(), batch)) {
            return rounded(median(() -> decode(lane, features, search)) / batch);
        }
    }

    private static double rounded(double seconds) {
        return Math.round(seconds * 1e4) / 1e4;
    }

    private long decode(SlotLane lane, AudioFeatures features, DecodingSearch search) {
        int[] prompt = {config.tokens().startOfTranscript()};
        int[] never = {config.tokens().endOfText()};
        DecodingTask task = new DecodingTask(
                prompt,
                0,
                never,
                new int[0],
                prompt.length + FORCED_TOKENS,
                Integer.MAX_VALUE,
                SamplingOptions.builder().withoutTimestamps(true).build(),
                0,
                0,
                search);
        long start = System.nanoTime();
        for (int slot = 0; slot < lane.slots(); slot++) {
            lane.enter(slot, features, task);
        }
        while (Arrays.stream(lane.run(lane.slots(), FORCED_TOKENS)).noneMatch(progress -> progress.finished())) {
            Thread.onSpinWait();
        }
        return System.nanoTime() - start;
    }

    private static double median(LongSupplier nanoseconds) {
        List<Long> rounds = new ArrayList<>();
        for (int round = 0; round <= ROUNDS; round++) {
            rounds.add(nanoseconds.getAsLong());
        }
        rounds.remove(0); // warms up
        Collections.sort(rounds);
        return rounds.get(ROUNDS / 2) / 1e9;
    }

    private static FrameBlock noise() {
        float[] samples = new float[Frames.HOP_SAMPLES * (Frames.PER_WINDOW - 1) + Frames.FFT_SAMPLES];
        Random random = new Random(1);
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (0.1 * random.nextGaussian());
        }
        return new FrameBlock(samples, Frames.PER_WINDOW);
    }
}
