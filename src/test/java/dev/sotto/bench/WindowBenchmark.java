package dev.sotto.bench;

import dev.sotto.model.Checkpoint;
import dev.sotto.model.ModelConfig;
import dev.sotto.model.checkpoint.ModelFolder;
import dev.sotto.torch.TorchRuntime;
import dev.sotto.torch.TorchSettings;
import dev.sotto.torch.TorchWhisper;
import dev.sotto.whisper.AudioFeatures;
import dev.sotto.whisper.SlotLane;
import dev.sotto.whisper.decode.DecodingSearch;
import dev.sotto.whisper.decode.DecodingTask;
import dev.sotto.whisper.mel.FrameBlock;
import dev.sotto.whisper.mel.Frames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.LongSupplier;

/**
 * Seconds a window costs: loading, log-mel and encoder, and 100 forced tokens at several batch sizes, with the process's
 * peak memory. Noise from a fixed seed; medians of several rounds.
 */
public final class WindowBenchmark {
    private static final int FORCED_TOKENS = 100;
    private static final int ROUNDS = 5;
    private static final int[] BATCHES = {1, 4, 8};
    private static final int[] BEAM_BATCHES = {1, 4};

    private final ModelConfig config;
    private final TorchWhisper network;
    private final FrameBlock block = noise();

    private WindowBenchmark(ModelConfig config, TorchWhisper network) {
        this.config = config;
        this.network = network;
    }

    /**
     * Measures each model named.
     *
     * @param arguments model folders, or {@code random-small=TOKENIZERS} to make that one first
     */
    public static void main(String... arguments) throws IOException {
        TorchRuntime.threads(Runtime.getRuntime().availableProcessors());
        System.out.println(String.join("; ", TorchRuntime.describe()));
        for (String argument : arguments) {
            measure(BenchModels.folder(argument));
        }
    }

    private static void measure(Path folder) throws IOException {
        long residentBefore = memoryKibibytes("VmRSS");
        long start = System.nanoTime();
        try (Checkpoint checkpoint = ModelFolder.open(folder);
                TorchWhisper network = TorchWhisper.load(checkpoint, new TorchSettings("cpu"))) {
            double loadSeconds = (System.nanoTime() - start) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "%s: load %.2f s, resident %d MiB more, peak of the process %d MiB%n",
                    folder.getFileName(),
                    loadSeconds,
                    (memoryKibibytes("VmRSS") - residentBefore) >> 10,
                    memoryKibibytes("VmHWM") >> 10);
            new WindowBenchmark(checkpoint.config(), network).windows();
        }
    }

    private void windows() {
        double peak = network.logMelPeak(block);
        double encode = median(() -> {
            long start = System.nanoTime();
            network.encode(block, peak).close();
            return System.nanoTime() - start;
        });
        System.out.printf(Locale.ROOT, "  log-mel and encoder  %.3f s a window%n", encode);
        try (AudioFeatures features = network.encode(block, peak)) {
            for (int batch : BATCHES) {
                report("", batch, encode, DecodingSearch.SINGLE, features);
            }
            for (int batch : BEAM_BATCHES) {
                report("  5 beams", batch, encode, DecodingSearch.beams(5, 1, OptionalDouble.empty()), features);
            }
        }
    }

    private void report(String mark, int batch, double encode, DecodingSearch search, AudioFeatures features) {
        double seconds;
        try (SlotLane lane = network.openLane(search.width(), batch)) {
            seconds = median(() -> decode(lane, features, search));
        }
        System.out.printf(
                Locale.ROOT,
                "  batch %d%s  %d tokens  %.3f s a window, with the encoder %.3f s, %.1f times real time%n",
                batch,
                mark,
                FORCED_TOKENS,
                seconds / batch,
                encode + seconds / batch,
                Frames.WINDOW_SECONDS / (encode + seconds / batch));
    }

    private long decode(SlotLane lane, AudioFeatures features, DecodingSearch search) {
        int[] prompt = {config.tokens().startOfTranscript()};
        int[] never = {config.tokens().endOfText()};
        DecodingTask task = new DecodingTask(
                prompt, 0, never, new int[0], prompt.length + FORCED_TOKENS, Integer.MAX_VALUE, false, 0, 0, search);
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

    private static long memoryKibibytes(String name) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith(name + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
    }
}
