package dev.sotto.torch;

import ai.djl.pytorch.jni.IValue;
import dev.sotto.model.Dimensions;
import dev.sotto.testing.ThisProcessor;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The maps and the attention of one made-up layer of base's width: a window of sound in the encoder, the next tokens of
 * one and of eight windows in the decoder, and the projection to the vocabulary. {@code scripts/bench kernels} runs it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class KernelBenchmark {
    private static final Dimensions BASE = new Dimensions(
            80, 1500, 448, 51865, 512, new Dimensions.Stack(6, 8, 2048), new Dimensions.Stack(6, 8, 2048));

    @Param({"float32", "float16", "bfloat16", "int8"})
    public String computeType;

    private ScriptModule script;

    @Setup(Level.Trial)
    public void makeLayer() {
        Precision precision = new Precision(ComputeType.named(computeType), ThisProcessor.read());
        precision.check("cpu");
        TorchRuntime.threads(1); // kernels, not the machine's cores
        script = TypeProbe.load(BASE, precision);
        script.call("prepare", IValue.from((long) BASE.width()), IValue.from((long) BASE.vocabularySize()));
    }

    @TearDown(Level.Trial)
    public void forget() {
        script.close();
    }

    @Benchmark
    public void encoderLayer() {
        run("encode_layer", BASE.audioContext());
    }

    @Benchmark
    public void decoderMapsOneRow() {
        run("decode_layer", 1);
    }

    @Benchmark
    public void decoderMapsEightRows() {
        run("decode_layer", 8);
    }

    @Benchmark
    public void projectionOneRow() {
        run("decode_end", 1);
    }

    @Benchmark
    public void projectionEightRows() {
        run("decode_end", 8);
    }

    private void run(String method, long rows) {
        script.call(method, IValue.from(rows), IValue.from((long) BASE.width()));
    }
}
