package dev.sotto.torch;

import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.JniUtils;
import dev.sotto.model.Dimensions;
import dev.sotto.torch.TorchScriptArchive.EmptyList;
import dev.sotto.torch.TorchScriptArchive.EmptyMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Times compute types side by side on a model's shapes: one made-up layer over a third of a window of sound, one for the next
 * tokens, and a quarter of the projection to the vocabulary, counted up to a window. It computes with one thread and counts
 * that thread's processor time, so that a neighbour who takes the processor does not show; what a neighbour does to caches
 * and clock rates does. Confined to the thread that opened it, whose number of threads is put back on closing.
 */
public final class TypeProbe implements AutoCloseable {
    private static final int ROWS = 4; // windows decoded at once
    private static final int TOKENS = 60; // a window's, and so decoder steps for each encoder pass
    private static final int SOUND_SHARE = 3;
    private static final int VOCABULARY_SHARE = 4;
    /** The decoder's stages take a hundredth of the encoder's, and the fastest of these counts. */
    private static final int STEPS = 3;

    private final Dimensions dimensions;
    private final Map<ComputeType, ScriptModule> scripts = new EnumMap<>(ComputeType.class);
    private final int threads = JniUtils.getNumThreads();
    private final LongSupplier clock = ProcessorTime.ofThisThread();
    private int rounds;

    private TypeProbe(Dimensions dimensions) {
        this.dimensions = dimensions;
    }

    /** The types among those of the processor's kind for which this system has kernels; at least float32. */
    public static List<ComputeType> candidates(Processor processor) {
        return ProcessorKind.of(processor).candidates().stream()
                .filter(type -> new Precision(type, processor).isFor("cpu"))
                .toList();
    }

    /** Names of the kernels that would be timed: with others, a finding no longer holds. */
    public static List<String> kernels(Processor processor) {
        return candidates(processor).stream()
                .flatMap(type -> new Precision(type, processor).parts("cpu").stream())
                .distinct()
                .toList();
    }

    /** Makes the layers of all candidates, 0.5 s for base, and has each compute once. Holds native memory until closed. */
    public static TypeProbe open(Dimensions dimensions, Processor processor) {
        TorchRuntime.version(); // loads the library where it is not yet
        TypeProbe probe = new TypeProbe(dimensions);
        try {
            TorchRuntime.threads(1);
            for (ComputeType type : candidates(processor)) {
                ScriptModule script = load(dimensions, new Precision(type, processor));
                probe.scripts.put(type, script);
                long vocabulary = dimensions.vocabularySize() / VOCABULARY_SHARE;
                script.call("prepare", IValue.from((long) dimensions.width()), IValue.from(vocabulary));
                probe.milliseconds(script); // the first time, kernels are made
            }
            return probe;
        } catch (RuntimeException | Error e) {
            probe.close();
            throw e;
        }
    }

    /** Times each candidate once, one after the other, in turning order: processor time, in ms a window of sound, estimated. */
    public Map<ComputeType, Double> round() {
        List<Map.Entry<ComputeType, ScriptModule>> order = new ArrayList<>(scripts.entrySet());
        Collections.rotate(order, rounds++);
        Map<ComputeType, Double> measured = new EnumMap<>(ComputeType.class);
        for (Map.Entry<ComputeType, ScriptModule> each : order) {
            measured.put(each.getKey(), milliseconds(each.getValue()));
        }
        return measured;
    }

    private double milliseconds(ScriptModule script) {
        double encode = SOUND_SHARE * nanos(script, "encode_layer", dimensions.audioContext() / SOUND_SHARE);
        double decode = Double.MAX_VALUE;
        double end = Double.MAX_VALUE;
        for (int i = 0; i < STEPS; i++) {
            decode = Math.min(decode, nanos(script, "decode_layer", ROWS));
            end = Math.min(end, VOCABULARY_SHARE * nanos(script, "decode_end", ROWS));
        }
        double step = dimensions.decoder().layers() * decode + end;
        return (dimensions.encoder().layers() * encode + TOKENS * step / ROWS) / 1e6;
    }

    private double nanos(ScriptModule script, String method, long rows) {
        long start = clock.getAsLong();
        script.call(method, IValue.from(rows), IValue.from((long) dimensions.width()));
        return clock.getAsLong() - start;
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

    @Override
    public void close() {
        scripts.values().forEach(ScriptModule::close);
        scripts.clear();
        TorchRuntime.threads(threads);
        NativeHeap.trim();
    }
}
