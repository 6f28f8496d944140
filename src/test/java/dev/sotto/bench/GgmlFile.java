package dev.sotto.bench;

import dev.sotto.model.Dimensions;
import dev.sotto.model.ModelConfig;
import dev.sotto.testing.Weights;
import dev.sotto.testing.Weights.Tensor;
import dev.sotto.whisper.mel.MelFilters;
import dev.sotto.whisper.token.ByteSpelling;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes float16 weights in whisper.cpp's file format, so that it can be measured on the very same checkpoint. The layout
 * is the one that whisper_model_load in src/whisper.cpp reads (ggml-org/whisper.cpp, MIT).
 */
final class GgmlFile {
    private static final int MAGIC = 0x67676d6c;
    private static final int FLOAT32 = 0;
    private static final int FLOAT16 = 1;
    private static final Map<String, String> LAYER_PARTS = layerParts();
    private static final Map<String, String> OTHER_PARTS = Map.of(
            "layer_norm", "ln_post",
            "embed_positions.weight", "positional_embedding",
            "embed_tokens.weight", "token_embedding.weight");

    private final OutputStream out;

    private GgmlFile(OutputStream out) {
        this.out = out;
    }

    static void write(ModelConfig config, Weights weights, Path target) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(target))) {
            new GgmlFile(out).write(config, weights);
        }
    }

    private static Map<String, String> layerParts() {
        Map<String, String> parts = new LinkedHashMap<>();
        for (String side : List.of("self_attn", "encoder_attn")) {
            String ours = side.equals("self_attn") ? "attn" : "cross_attn";
            parts.put(side + ".q_proj", ours + ".query");
            parts.put(side + ".k_proj", ours + ".key");
            parts.put(side + ".v_proj", ours + ".value");
            parts.put(side + ".out_proj", ours + ".out");
            parts.put(side + "_layer_norm", ours + "_ln");
        }
        parts.put("fc1", "mlp.0");
        parts.put("fc2", "mlp.2");
        parts.put("final_layer_norm", "mlp_ln");
        return parts;
    }

    private void write(ModelConfig config, Weights weights) throws IOException {
        Dimensions sizes = config.dimensions();
        numbers(MAGIC, sizes.vocabularySize(), sizes.audioContext(), sizes.width());
        numbers(sizes.encoder().heads(), sizes.encoder().layers(), sizes.textContext(), sizes.width());
        numbers(sizes.decoder().heads(), sizes.decoder().layers(), sizes.melBins(), FLOAT16);
        numbers(sizes.melBins(), MelFilters.SPECTRUM_BINS);
        float[] filters = MelFilters.of(sizes.melBins());
        byte[] floats = new byte[filters.length * Float.BYTES];
        littleEndian(floats).asFloatBuffer().put(filters);
        out.write(floats);
        tokens(config.vocabulary().textTokens());
        for (Map.Entry<String, Tensor> each : weights.tensors().entrySet()) {
            if (!each.getKey().equals("proj_out.weight")) {
                tensor(name(each.getKey()), each.getValue());
            }
        }
    }

    private void tokens(List<String> spellings) throws IOException {
        numbers(spellings.size());
        for (int id = 0; id < spellings.size(); id++) {
            byte[] bytes = ByteSpelling.bytes(id, spellings.get(id));
            numbers(bytes.length);
            out.write(bytes);
        }
    }

    /** From {@code model.decoder.layers.3.fc1.weight} to {@code decoder.blocks.3.mlp.0.weight}. */
    static String name(String huggingFace) {
        String name = huggingFace.replaceFirst("^model\\.", "");
        String stack = name.substring(0, name.indexOf('.'));
        String rest = name.substring(stack.length() + 1);
        if (rest.startsWith("layers.")) {
            String[] pieces = rest.split("\\.", 3);
            int last = pieces[2].lastIndexOf('.');
            return "%s.blocks.%s.%s%s"
                    .formatted(
                            stack, pieces[1], LAYER_PARTS.get(pieces[2].substring(0, last)), pieces[2].substring(last));
        }
        if (rest.startsWith("layer_norm.")) {
            return stack + (stack.equals("encoder") ? ".ln_post" : ".ln") + rest.substring("layer_norm".length());
        }
        return stack + "." + OTHER_PARTS.getOrDefault(rest, rest);
    }

    private void tensor(String name, Tensor tensor) throws IOException {
        if (!tensor.type().equals("F16")) {
            throw new IllegalArgumentException("%s is %s; only F16 is written".formatted(name, tensor.type()));
        }
        boolean columns = name.matches("encoder\\.conv[12]\\.bias");
        boolean wide = tensor.shape().length < 2 || name.endsWith("positional_embedding");
        List<Integer> shape = new ArrayList<>(columns ? List.of(1) : List.of());
        for (int i = tensor.shape().length - 1; i >= 0; i--) {
            shape.add((int) tensor.shape()[i]);
        }
        byte[] letters = name.getBytes(StandardCharsets.UTF_8);
        numbers(shape.size(), letters.length, wide ? FLOAT32 : FLOAT16);
        for (int size : shape) {
            numbers(size);
        }
        out.write(letters);
        out.write(wide ? widened(tensor.bytes()) : tensor.bytes());
    }

    private static byte[] widened(byte[] halves) {
        ByteBuffer from = littleEndian(halves);
        byte[] floats = new byte[2 * halves.length];
        ByteBuffer to = littleEndian(floats);
        while (from.hasRemaining()) {
            to.putFloat(widened(from.getShort()));
        }
        return floats;
    }

    /** IEEE half to float, subnormal numbers included: weights hold no infinities. */
    private static float widened(short half) {
        int exponent = (half >> 10) & 0x1f;
        int fraction = half & 0x3ff;
        double magnitude = exponent == 0 ? fraction * 0x1p-24 : (1 + fraction / 1024.0) * Math.pow(2, exponent - 15);
        return (float) (half < 0 ? -magnitude : magnitude);
    }

    private void numbers(int... values) throws IOException {
        byte[] bytes = new byte[values.length * Integer.BYTES];
        littleEndian(bytes).asIntBuffer().put(values);
        out.write(bytes);
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
