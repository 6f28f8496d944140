package dev.sotto.bench;

import dev.sotto.model.Checkpoint;
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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** Resident memory over many windows of different lengths and texts, of one process. */
public final class MemoryBenchmark {
    private static final int SLOTS = 4;
    private static final int LOOKS = 20;
    private static final int TOKENS_MAX = 24;

    private MemoryBenchmark() {}

    /**
     * Prints a table and adds a line of JSON to {@code target/bench/memory.jsonl}.
     *
     * @param arguments compute type, model folder, windows
     */
    public static void main(String... arguments) throws IOException {
        TorchRuntime.threads(Runtime.getRuntime().availableProcessors());
        Precision precision = new Precision(ComputeType.named(arguments[0]), ThisProcessor.read());
        int windows = Integer.parseInt(arguments[2]);
        Map<String, Object> report = new LinkedHashMap<>(MachineFacts.gather());
        report.put("model", String.valueOf(Path.of(arguments[1]).getFileName()));
        report.put("compute_type", arguments[0]);
        Checkpoint checkpoint = ModelFolder.open(Path.of(arguments[1]));
        try (TorchWhisper network = TorchWhisper.load(checkpoint, new TorchSettings("cpu", precision))) {
            checkpoint.close();
            Random random = new Random(1);
            int end = checkpoint.config().tokens().endOfText();
            int start = checkpoint.config().tokens().startOfTranscript();
            try (SlotLane lane = network.openLane(1, SLOTS)) {
                for (int done = 0; done < windows; done += SLOTS) {
                    if (done % (windows / LOOKS) < SLOTS) {
                        report.put("resident_mib_after_" + done, MachineFacts.memoryMebibytes("VmRSS"));
                    }
                    round(network, lane, random, start, end);
                }
            }
            report.put("resident_mib_after_" + windows, MachineFacts.memoryMebibytes("VmRSS"));
        }
        BenchReport.write("memory", report);
    }

    private static void round(TorchWhisper network, SlotLane lane, Random random, int start, int end) {
        int tokens = 1 + random.nextInt(TOKENS_MAX);
        for (int slot = 0; slot < SLOTS; slot++) {
            FrameBlock block = noise(random);
            try (AudioFeatures features = network.encode(block, network.logMelPeak(block))) {
                int[] prompt = {start};
                int[] never = {end};
                lane.enter(
                        slot,
                        features,
                        new DecodingTask(
                                prompt,
                                0,
                                never,
                                new int[0],
                                1 + tokens,
                                Integer.MAX_VALUE,
                                SamplingOptions.builder()
                                        .withoutTimestamps(true)
                                        .build(),
                                0,
                                0,
                                DecodingSearch.SINGLE));
            }
        }
        lane.run(SLOTS, tokens);
    }

    private static FrameBlock noise(Random random) {
        int frames = 1 + random.nextInt(Frames.PER_WINDOW);
        float[] samples = new float[Frames.HOP_SAMPLES * (frames - 1) + Frames.FFT_SAMPLES];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (0.1 * random.nextGaussian());
        }
        return new FrameBlock(samples, frames);
    }
}
