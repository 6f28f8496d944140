package dev.sotto.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.pytorch.jni.JniUtils;
import dev.sotto.audio.Waveform;
import dev.sotto.model.Checkpoint;
import dev.sotto.model.checkpoint.ModelFolder;
import dev.sotto.testing.Checkpoints;
import dev.sotto.testing.Recordings;
import dev.sotto.testing.ThisProcessor;
import dev.sotto.whisper.AudioFeatures;
import dev.sotto.whisper.mel.FrameBlock;
import dev.sotto.whisper.mel.Frames;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each compute type costs in exactness, and where it is refused. The shipped model, our own recording. */
@Tag("inference")
class PrecisionTest {
    private static final Processor PLAIN = new Processor("made up", Set.of("avx2"));
    private static final Processor WITH_BFLOAT16 = new Processor("made up", Set.of("avx2", "avx512_bf16"));
    private static final int[] TOKENS = {50257, 50362, 464, 2068, 7586};
    private static final AtomicReference<Outputs> REFERENCE = new AtomicReference<>();

    @SuppressWarnings("ArrayRecordComponent") // compared element by element, never as a whole
    private record Outputs(float[] features, float[] logits) {}

    @BeforeAll
    static void computeInFloat32() {
        REFERENCE.set(outputs(Precision.FLOAT32));
    }

    @ParameterizedTest
    @CsvSource({
        "FLOAT16, avx2, 0.001, 0.001",
        "BFLOAT16, avx2, 0.05, 0.02",
        "BFLOAT16, avx2 avx512_bf16, 0.05, 0.02",
        "BFLOAT16, avx2 avx512_bf16 amx_bf16, 0.05, 0.02",
        "INT8, avx2, 0.06, 0.1",
        "INT8, avx2 avx512_bf16, 0.06, 0.1",
        "INT8, avx2 avx512_bf16 amx_bf16, 0.06, 0.1",
        "INT8, avx2 avx512_vnni avx512_bf16 amx_bf16, 0.06, 0.1",
    })
    void features_and_logits_stay_near_those_of_float32(
            ComputeType type, String flags, double featureTolerance, double logitTolerance) {
        // Slow where the processor at hand lacks them, but right.
        Outputs seen = outputs(new Precision(type, new Processor("made up", Set.of(flags.split(" ")))));
        Outputs expected = REFERENCE.get();
        assertThat(relativeError(seen.features(), expected.features())).isBetween(1e-9, featureTolerance);
        assertThat(relativeError(seen.logits(), expected.logits())).isBetween(1e-9, logitTolerance);
    }

    @Test
    void a_type_that_the_device_lacks_is_refused_with_a_way_out() {
        assertThatThrownBy(() -> new Precision(ComputeType.INT8, PLAIN).check("cuda:0"))
                .hasMessage("compute type int8 is not for this device (cuda:0): it needs an x86 processor;"
                        + " use float16, float32 or auto");
        assertThatThrownBy(() -> new Precision(ComputeType.BFLOAT16, PLAIN).check("cpu"))
                .hasMessageContaining("neither avx512_bf16 nor amx_bf16; use float32");
        new Precision(ComputeType.FLOAT16, PLAIN).check("cuda:0");
        new Precision(ComputeType.BFLOAT16, WITH_BFLOAT16).check("cpu");
        new Precision(ComputeType.FLOAT32, PLAIN).check("cpu");
    }

    @Test
    void kernels_are_chosen_by_what_the_processor_can_do() {
        Processor exact = Processor.parse(List.of("model name\t: X 1", "flags\t\t: fpu avx2 avx512_vnni"));
        assertThat(exact.model()).isEqualTo("X 1");
        assertThat(new Precision(ComputeType.INT8, exact).parts("cpu")).contains("int8-onednn");
        assertThat(new Precision(ComputeType.INT8, PLAIN).parts("cpu")).contains("int8-fbgemm");
        assertThat(Processor.parse(List.of("flags :")).flags()).isEmpty();
    }

    /** As at the first start of a server, which has nothing remembered yet. */
    @Test
    void probe_times_what_this_processor_can_do_and_leaves_the_number_of_threads() {
        TorchRuntime.threads(2);
        try (Checkpoint checkpoint = ModelFolder.open(Checkpoints.TINY_EN);
                TypeProbe probe = TypeProbe.open(checkpoint.config().dimensions(), ThisProcessor.read())) {
            List<ComputeType> candidates = TypeProbe.candidates(ThisProcessor.read());
            for (int round = 0; round < 3; round++) {
                Map<ComputeType, Double> measured = probe.round();
                assertThat(measured.keySet()).containsExactlyInAnyOrderElementsOf(candidates);
                assertThat(measured.values()).allMatch(milliseconds -> milliseconds > 0);
            }
            assertThat(JniUtils.getNumThreads()).isEqualTo(1);
        }
        assertThat(JniUtils.getNumThreads()).isEqualTo(2);
        TorchRuntime.threads(1); // for the tests that come after
    }

    private static Outputs outputs(Precision precision) {
        try (Checkpoint checkpoint = ModelFolder.open(Checkpoints.TINY_EN);
                TorchWhisper network = TorchWhisper.load(checkpoint, new TorchSettings("cpu", precision))) {
            FrameBlock block = speech();
            try (AudioFeatures features = network.encode(block, network.logMelPeak(block))) {
                return new Outputs(TorchWhisper.values(features), network.forcedLogits(features, TOKENS));
            }
        }
    }

    private static FrameBlock speech() {
        float[] samples = new float[Frames.HOP_SAMPLES * (Frames.PER_WINDOW - 1) + Frames.FFT_SAMPLES];
        try (Waveform recording = Recordings.decode(Recordings.SAMPLE)) {
            recording.read(0, samples, 0, samples.length);
        }
        return new FrameBlock(samples, Frames.PER_WINDOW);
    }

    private static double relativeError(float[] seen, float[] expected) {
        double difference = 0;
        double size = 0;
        for (int i = 0; i < seen.length; i++) {
            difference += Math.pow(seen[i] - expected[i], 2);
            size += Math.pow(expected[i], 2);
        }
        return Math.sqrt(difference / size);
    }
}
