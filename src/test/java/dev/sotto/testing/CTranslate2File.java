package dev.sotto.testing;

import dev.sotto.testing.Weights.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;

/** A CTranslate2 model.bin under construction: made from Hugging Face tensors, changed by tests, written. */
public final class CTranslate2File {
    public long version = 6;
    public String spec = "WhisperSpec";
    public long revision = 3;
    public final Map<String, Variable> variables = new LinkedHashMap<>();
    public final Map<String, String> aliases = new LinkedHashMap<>();

    /** One variable with CTranslate2's type code. */
    @SuppressWarnings("ArrayRecordComponent") // tests change what they hold
    public record Variable(long[] shape, int type, byte[] bytes) {}

    private final Weights weights;

    private CTranslate2File(Weights weights) {
        this.weights = weights;
    }

    /** Stacks and names as CTranslate2's converter does. */
    public static CTranslate2File of(Weights weights, int heads) {
        CTranslate2File file = new CTranslate2File(weights);
        file.scalar("decoder/activation", 1, 3);
        file.scalar("decoder/alibi", 1, 0);
        file.scalar("decoder/alignment_heads", 2, 1);
        file.scalar("decoder/alignment_layer", 2, -1);
        file.copy("decoder/embeddings/weight", "model.decoder.embed_tokens.weight");
        file.layers("decoder");
        file.scalar("decoder/num_heads", 2, heads);
        file.scalar("decoder/pre_norm", 1, 1);
        file.scalar("decoder/scale_embeddings", 1, 0); // where it is missing, CTranslate2 scales
        file.scalar("decoder/start_from_zero_embedding", 1, 0);
        file.copy("encoder/conv1/weight", "model.encoder.conv1.weight");
        file.copy("encoder/conv1/bias", "model.encoder.conv1.bias");
        file.copy("encoder/conv2/weight", "model.encoder.conv2.weight");
        file.copy("encoder/conv2/bias", "model.encoder.conv2.bias");
        file.layers("encoder");
        file.scalar("encoder/num_heads", 2, heads);
        file.aliases.put("decoder/projection/weight", "decoder/embeddings/weight");
        return file;
    }

    public void write(Path path) throws IOException {
        try (OutputStream out = Files.newOutputStream(path)) {
            out.write(head());
            for (Entry<String, Variable> each : variables.entrySet()) {
                out.write(variableHead(each.getKey(), each.getValue()));
                out.write(each.getValue().bytes());
            }
            out.write(tail());
        }
    }

    private byte[] head() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        number(out, version, 4);
        string(out, spec);
        number(out, revision, 4);
        number(out, variables.size(), 4);
        return out.toByteArray();
    }

    private static byte[] variableHead(String name, Variable variable) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        string(out, name);
        number(out, variable.shape().length, 1);
        for (long size : variable.shape()) {
            number(out, size, 4);
        }
        number(out, variable.type(), 1);
        number(out, variable.bytes().length, 4);
        return out.toByteArray();
    }

    private byte[] tail() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        number(out, aliases.size(), 4);
        aliases.forEach((alias, target) -> {
            string(out, alias);
            string(out, target);
        });
        return out.toByteArray();
    }

    private void layers(String stack) {
        copy(stack + "/position_encodings/encodings", "model." + stack + ".embed_positions.weight");
        norm(stack + "/layer_norm", "model." + stack + ".layer_norm");
        for (int n = 0; weights.tensors().containsKey("model." + stack + ".layers." + n + ".fc1.weight"); n++) {
            String from = "model." + stack + ".layers." + n + ".";
            String to = stack + "/layer_" + n + "/";
            norm(to + "self_attention/layer_norm", from + "self_attn_layer_norm");
            stack(to + "self_attention/linear_0", from + "self_attn.", "q_proj", "k_proj", "v_proj");
            stack(to + "self_attention/linear_1", from + "self_attn.", "out_proj");
            if (stack.equals("decoder")) {
                norm(to + "attention/layer_norm", from + "encoder_attn_layer_norm");
                stack(to + "attention/linear_0", from + "encoder_attn.", "q_proj");
                stack(to + "attention/linear_1", from + "encoder_attn.", "k_proj", "v_proj");
                stack(to + "attention/linear_2", from + "encoder_attn.", "out_proj");
            }
            norm(to + "ffn/layer_norm", from + "final_layer_norm");
            stack(to + "ffn/linear_0", from, "fc1");
            stack(to + "ffn/linear_1", from, "fc2");
        }
    }

    private void norm(String to, String from) {
        copy(to + "/gamma", from + ".weight");
        copy(to + "/beta", from + ".bias");
    }

    private void stack(String to, String from, String... names) {
        List<Tensor> matrices = new ArrayList<>();
        List<Tensor> biases = new ArrayList<>();
        for (String name : names) {
            Tensor matrix = weights.get(from + name + ".weight");
            matrices.add(matrix);
            Tensor zeros = new Tensor(
                    matrix.type(),
                    new long[] {matrix.shape()[0]},
                    new byte[(int) (matrix.bytes().length / matrix.shape()[1])]);
            biases.add(weights.tensors().getOrDefault(from + name + ".bias", zeros));
        }
        variables.put(to + "/weight", stacked(matrices));
        variables.put(to + "/bias", stacked(biases));
    }

    private static Variable stacked(List<Tensor> parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        long[] shape = parts.get(0).shape().clone();
        shape[0] = 0;
        for (Tensor part : parts) {
            shape[0] += part.shape()[0];
            bytes.writeBytes(part.bytes());
        }
        return new Variable(shape, code(parts.get(0).type()), bytes.toByteArray());
    }

    private void copy(String to, String from) {
        variables.put(to, stacked(List.of(weights.get(from))));
    }

    private void scalar(String name, int bytes, int value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        number(out, value, bytes);
        variables.put(name, new Variable(new long[0], bytes == 1 ? 1 : 2, out.toByteArray()));
    }

    private static int code(String type) {
        return switch (type) {
            case "F32" -> 0;
            case "F16" -> 4;
            case "BF16" -> 5;
            default -> throw new IllegalArgumentException(type);
        };
    }

    private static void number(ByteArrayOutputStream out, long value, int bytes) {
        for (int i = 0; i < bytes; i++) {
            out.write((int) (value >>> (8 * i)));
        }
    }

    private static void string(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        number(out, bytes.length + 1, 2);
        try {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out.write(0);
    }
}
