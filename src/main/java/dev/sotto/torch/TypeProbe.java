package dev.sotto.torch;

import ai.djl.pytorch.jni.IValue;
import dev.sotto.model.Dimensions;
import dev.sotto.torch.TorchScriptArchive.EmptyList;
import dev.sotto.torch.TorchScriptArchive.EmptyMap;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures which compute type is fastest for a model's shapes on this processor: one made-up layer over a window of
 * sound, one for the next tokens, and the projection to the vocabulary. A second or two; the weights are gone afterwards.
 */
public final class TypeProbe {
    private static final int ROUNDS = 3;
    private static final int ROWS = 4; // windows decoded at once
    private static final int TOKENS = 60; // a window's, and so decoder steps for each encoder pass

    /** What another type must save before exactness is given up for it. */
    private static final double WORTHWHILE = 0.9;

    /** bfloat16 is not among them: what it costs in words is not measured on a processor that has it. */
    private static final List<ComputeType> CANDIDATES =
            List.of(ComputeType.FLOAT32, ComputeType.FLOAT16, ComputeType.INT8);

    private TypeProbe() {}

    /**
     * What was measured.
     *
     * @param chosen the fastest, or float32 where that is nearly as fast
     * @param milliseconds a window of sound is estimated to take with each candidate
     */
    public record Finding(ComputeType chosen, Map<ComputeType, Double> milliseconds) {
        public Finding {
            milliseconds = Map.copyOf(milliseconds);
        }
    }

    /** Names of the kernels that would be measured: with others, a finding no longer holds. */
    public static List<String> kernels(Processor processor) {
        return CANDIDATES.stream()
                .map(type -> new Precision(type, processor))
                .filter(precision -> precision.isFor("cpu"))
                .flatMap(precision -> precision.parts("cpu").stream())
                .distinct()
                .toList();
    }

    /** Runs on the calling thread, with the threads set for it, on the processor. */
    public static Finding run(Dimensions dimensions, Processor processor) {
        Map<ComputeType, Double> measured = new EnumMap<>(ComputeType.class);
        for (ComputeType type : CANDIDATES) {
            Precision precision = new Precision(type, processor);
            if (precision.isFor("cpu")) {
                measured.put(type, milliseconds(dimensions, precision));
            }
        }
        ComputeType chosen = ComputeType.FLOAT32;
        double limit = measured.getOrDefault(chosen, 0.0) * WORTHWHILE;
        for (Map.Entry<ComputeType, Double> each : measured.entrySet()) {
            if (each.getValue() < limit) {
                chosen = each.getKey();
                limit = each.getValue();
            }
        }
        return new Finding(chosen, measured);
    }

    private static double milliseconds(Dimensions dimensions, Precision precision) {
        long width = dimensions.width();
        try (ScriptModule script = load(dimensions, precision)) {
            script.call("prepare", IValue.from(width), IValue.from((long) dimensions.vocabularySize()));
            double encode = best(script, "encode_layer", dimensions.audioContext(), width);
            double decode = best(script, "decode_layer", ROWS, width);
            double end = best(script, "decode_end", ROWS, width);
            double step = dimensions.decoder().layers() * decode + end;
            return (dimensions.encoder().layers() * encode + TOKENS * step / ROWS) / 1e6;
        }
    }

    private static double best(ScriptModule script, String method, long rows, long width) {
        long best = Long.MAX_VALUE;
        for (int round = 0; round <= ROUNDS; round++) { // the first warms up, and is never the best
            long start = System.nanoTime();
            script.call(method, IValue.from(rows), IValue.from(width));
            best = Math.min(best, System.nanoTime() - start);
        }
        return best;
    }

    static ScriptModule load(Dimensions dimensions, Precision precision) {
        List<String> resources = new ArrayList<>(List.of("whisper/probe.torchscript"));
        precision.parts("cpu").forEach(part -> resources.add(WhisperProgram.resource(part)));
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("training", false);
        attributes.put("encoder_heads", dimensions.encoder().heads());
        attributes.put("weights", EmptyMap.INSTANCE);
        attributes.put("encoder_layers", EmptyList.INSTANCE);
        attributes.put("decoder_layers", EmptyList.INSTANCE);
        attributes.putAll(precision.attributes("cpu"));
        return ScriptModule.load(resources, attributes, TorchRuntime.djlDevice("cpu"));
    }
}
