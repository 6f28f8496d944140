package dev.sotto.model.checkpoint;

import dev.sotto.model.Dimensions;
import dev.sotto.model.Dimensions.Stack;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The tensors that a network of given dimensions has, with their shapes, in load order. */
final class CanonicalShapes {
    static final String EMBEDDING = "decoder.embedding";
    static final String PROJECTION = "decoder.projection";
    private static final int KERNEL = 3;

    private final Map<String, long[]> shapes = new LinkedHashMap<>();
    private final int width;

    private CanonicalShapes(int width) {
        this.width = width;
    }

    /** All but the projection, which only some checkpoints have. */
    static Map<String, long[]> of(Dimensions dimensions) {
        CanonicalShapes all = new CanonicalShapes(dimensions.width());
        all.encoder(dimensions);
        all.decoder(dimensions);
        return Collections.unmodifiableMap(all.shapes);
    }

    private void encoder(Dimensions dimensions) {
        put("encoder.conv1.weight", width, dimensions.melBins(), KERNEL);
        put("encoder.conv1.bias", width);
        put("encoder.conv2.weight", width, width, KERNEL);
        put("encoder.conv2.bias", width);
        put("encoder.positions", dimensions.audioContext(), width);
        Stack stack = dimensions.encoder();
        for (int layer = 0; layer < stack.layers(); layer++) {
            String prefix = "encoder.layers." + layer + ".";
            attention(prefix);
            mlp(prefix, stack.feedForward());
        }
        norm("encoder.norm");
    }

    private void decoder(Dimensions dimensions) {
        put(EMBEDDING, dimensions.vocabularySize(), width);
        put("decoder.positions", dimensions.textContext(), width);
        Stack stack = dimensions.decoder();
        for (int layer = 0; layer < stack.layers(); layer++) {
            String prefix = "decoder.layers." + layer + ".";
            attention(prefix);
            norm(prefix + "cross_norm");
            linear(prefix + "cross.query", width, width);
            linear(prefix + "cross.key_value", 2 * width, width);
            linear(prefix + "cross.out", width, width);
            mlp(prefix, stack.feedForward());
        }
        norm("decoder.norm");
    }

    private void attention(String prefix) {
        norm(prefix + "attention_norm");
        linear(prefix + "attention.qkv", 3 * width, width);
        linear(prefix + "attention.out", width, width);
    }

    private void mlp(String prefix, int feedForward) {
        norm(prefix + "mlp_norm");
        linear(prefix + "mlp.in", feedForward, width);
        linear(prefix + "mlp.out", width, feedForward);
    }

    private void norm(String name) {
        put(name + ".weight", width);
        put(name + ".bias", width);
    }

    private void linear(String name, int out, int in) {
        put(name + ".weight", out, in);
        put(name + ".bias", out);
    }

    private void put(String name, long... shape) {
        shapes.put(name, shape);
    }
}
