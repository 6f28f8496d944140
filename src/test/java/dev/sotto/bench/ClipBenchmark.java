package dev.sotto.bench;

import dev.sotto.audio.Waveform;
import dev.sotto.pipeline.RecordingTranscriber;
import dev.sotto.testing.EngineThread;
import dev.sotto.testing.Recordings;
import dev.sotto.testing.ReshapedWaveform;
import dev.sotto.testing.ThisProcessor;
import dev.sotto.testing.VadThread;
import dev.sotto.torch.ComputeType;
import dev.sotto.torch.Precision;
import dev.sotto.torch.TorchRuntime;
import dev.sotto.transcript.AudioContext;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.Mode;
import dev.sotto.transcript.TranscriptionListener;
import dev.sotto.transcript.TranscriptionOptions;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * What single clips cost with whole windows and with cut ones, by turns in one process: time of the processors, which work of
 * others beside it does not add to, and time on the clock.
 */
public final class ClipBenchmark {
    private static final double[] CLIP_SECONDS = {2, 5, 11, 17.6};
    private static final double NANOS = 1e9;

    private ClipBenchmark() {}

    /**
     * Prints a line a clip.
     *
     * @param arguments compute type, folder of the model, rounds, and how many threads libtorch has
     */
    public static void main(String... arguments) {
        Precision precision = new Precision(ComputeType.named(arguments[0]), ThisProcessor.read());
        TorchRuntime.threads(Integer.parseInt(arguments[3]));
        int rounds = Integer.parseInt(arguments[2]);
        try (EngineThread engine = EngineThread.load(Path.of(arguments[1]), 8, precision);
                VadThread vad = VadThread.load();
                Waveform sample = Recordings.decode(Recordings.SAMPLE)) {
            for (double seconds : CLIP_SECONDS) {
                Waveform clip = ReshapedWaveform.behindSilence(0, sample, 0, seconds);
                AudioContext[] contexts = AudioContext.values();
                double[][] processor = new double[contexts.length][rounds];
                double[][] clock = new double[contexts.length][rounds];
                for (int round = -1; round < rounds; round++) { // the first one is not counted: kernels are made
                    for (int i = 0; i < contexts.length; i++) {
                        double before = processorSeconds();
                        long start = System.nanoTime();
                        new RecordingTranscriber(engine.engine(), vad.detector(), Mode.BATCHED, contexts[i])
                                .transcribe(
                                        clip,
                                        TranscriptionOptions.DEFAULTS,
                                        TranscriptionListener.NONE,
                                        new Cancellation());
                        processor[i][Math.max(0, round)] = processorSeconds() - before;
                        clock[i][Math.max(0, round)] = (System.nanoTime() - start) / NANOS;
                    }
                }
                System.out.printf(
                        Locale.ROOT,
                        "%4.1f s: processors %.2f s cut, %.2f s whole, %.2f times; clock %.2f s cut, %.2f s whole%n",
                        seconds,
                        median(processor[0]),
                        median(processor[1]),
                        median(processor[1]) / median(processor[0]),
                        median(clock[0]),
                        median(clock[1]));
            }
        }
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static double processorSeconds() {
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return system.getProcessCpuTime() / NANOS;
    }
}
