package dev.sotto.torch;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import dev.sotto.testing.ThisProcessor;
import dev.sotto.torch.TorchScriptArchive.EmptyList;
import dev.sotto.torch.TorchScriptArchive.EmptyMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What 8-bit maps lose on numbers made to be difficult, with every kernel that the processor at hand can use. */
@Tag("inference")
class OutlierTest {
    private static final int ROWS = 64;
    private static final int WIDTH = 512;

    private record Errors(float ours, float plain) {}

    static Stream<Processor> processors() {
        Processor here = ThisProcessor.read();
        Processor plain = new Processor("any", Set.of("avx2"));
        return here.addsBytesExactly() ? Stream.of(here, plain) : Stream.of(plain);
    }

    @ParameterizedTest
    @MethodSource("processors")
    void numbers_without_outliers_lose_about_a_hundredth(Processor processor) {
        Errors seen = errors(processor, activations(place -> 1), gaussian(WIDTH * WIDTH, 2));
        assertThat(seen.ours()).isBetween(1e-4f, 0.02f);
    }

    /** A few tokens of a real network are a hundred times as loud as the rest: one scale for all leaves those few steps. */
    @ParameterizedTest
    @MethodSource("processors")
    void loud_rows_leave_the_others_their_precision(Processor processor) {
        Errors seen =
                errors(processor, activations(place -> place / WIDTH % 16 == 3 ? 100 : 1), gaussian(WIDTH * WIDTH, 2));
        assertThat(seen.ours()).isLessThan(0.02f);
        float[] quiet = activations(place -> place / WIDTH % 16 == 3 ? 0 : 1);
        quiet[3 * WIDTH] = 400;
        assertThat(errors(processor, quiet, gaussian(WIDTH * WIDTH, 2)).plain()).isGreaterThan(0.2f);
    }

    @ParameterizedTest
    @MethodSource("processors")
    void loud_channels_cost_less_than_with_plain_dynamic_quantisation(Processor processor) {
        float[] weight = gaussian(WIDTH * WIDTH, 2);
        for (int place = 7; place < weight.length; place += WIDTH) {
            weight[place] *= 0.02f; // as networks have it: where activations are loud, weights are small
        }
        Errors seen = errors(processor, activations(place -> place % WIDTH == 7 ? place / WIDTH % 8 * 8 : 1), weight);
        assertThat(seen.ours()).isLessThan(0.12f);
        assertThat(seen.plain()).isGreaterThan(2 * seen.ours());
    }

    /** Where products are added two by two in 16 bits, 2 * 127 * 255 would not fit. */
    @ParameterizedTest
    @MethodSource("processors")
    void the_largest_sums_do_not_overflow(Processor processor) {
        float[] ones = new float[ROWS * WIDTH];
        Arrays.fill(ones, 1);
        float[] weight = new float[WIDTH * WIDTH];
        Arrays.fill(weight, 1);
        assertThat(errors(processor, ones, weight).ours()).isLessThan(0.01f);
        Arrays.fill(weight, -1);
        assertThat(errors(processor, ones, weight).ours()).isLessThan(0.01f);
    }

    /** A window's numbers, and so its text, are its own whoever shares the batch. */
    @ParameterizedTest
    @MethodSource("processors")
    void a_row_is_multiplied_alike_alone_and_beside_others(Processor processor) {
        float[] rows = activations(place -> 1);
        for (int place = 0; place < WIDTH; place++) {
            rows[place] = Math.abs(rows[place]); // alone, its range would be half of the others'
        }
        float[] difference = probe(processor, "company", rows, gaussian(WIDTH * WIDTH, 2));
        assertThat(difference).containsExactly(0);
    }

    private static float[] activations(IntUnaryOperator loudness) {
        float[] values = gaussian(ROWS * WIDTH, 1);
        for (int place = 0; place < values.length; place++) {
            values[place] *= loudness.applyAsInt(place);
        }
        return values;
    }

    private static float[] gaussian(int count, long seed) {
        Random random = new Random(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static Errors errors(Processor processor, float[] x, float[] weight) {
        float[] errors = probe(processor, "errors", x, weight);
        return new Errors(errors[0], errors[1]);
    }

    private static float[] probe(Processor processor, String method, float[] x, float[] weight) {
        Precision precision = new Precision(ComputeType.INT8, processor);
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("training", false);
        attributes.put("weights", EmptyMap.INSTANCE);
        attributes.put("encoder_layers", EmptyList.INSTANCE);
        attributes.put("decoder_layers", EmptyList.INSTANCE);
        attributes.putAll(precision.attributes("cpu"));
        List<String> parts = new ArrayList<>(List.of("linear-probe.torchscript"));
        precision.parts("cpu").forEach(part -> parts.add(WhisperProgram.resource(part)));
        TorchRuntime.version(); // loads the library
        try (ScriptModule script = ScriptModule.load(parts, attributes, TorchRuntime.djlDevice("cpu"));
                ScriptModule.Scope scope = script.scope()) {
            PtNDArray activations = (PtNDArray) scope.tensors().create(x, new Shape(ROWS, WIDTH));
            PtNDArray matrix = (PtNDArray) scope.tensors().create(weight, new Shape(WIDTH, WIDTH));
            return script.callForTensor(scope.tensors(), method, IValue.from(activations), IValue.from(matrix))
                    .toFloatArray();
        }
    }
}
