package dev.sotto.whisper.word;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The path of a window's tokens through its 1,500 audio positions. {@code scripts/bench kernels} runs it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class TimeWarpBenchmark {
    private static final int COLUMNS = 1500;

    @Param({"20", "100", "224"})
    public int tokens;

    private final float[] weights = noise();

    @Benchmark
    public int[] path() {
        return TimeWarp.firstColumns(weights, tokens, COLUMNS);
    }

    private static float[] noise() {
        Random random = new Random(1);
        float[] values = new float[224 * COLUMNS];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
