package dev.sotto.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Map.Entry;

/** Tensors in memory under the names of a Hugging Face file: read, changed and written by tests. */
public final class Weights {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Tensor> tensors = new LinkedHashMap<>();

    /** Bytes are row-major and little-endian; the type is spelled as safetensors does. */
    @SuppressWarnings("ArrayRecordComponent") // tests change what they hold
    public record Tensor(String type, long[] shape, byte[] bytes) {}

    /** Reads a whole file the short way; it is trusted. */
    public static Weights read(Path file) throws IOException {
        ByteBuffer all = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int length = (int) all.getLong();
        JsonNode header = JSON.readTree(new String(all.array(), 8, length, StandardCharsets.UTF_8));
        Weights weights = new Weights();
        for (Entry<String, JsonNode> field : header.properties()) {
            if (!field.getKey().equals("__metadata__")) {
                JsonNode range = field.getValue().get("data_offsets");
                byte[] bytes = Arrays.copyOfRange(
                        all.array(),
                        8 + length + range.get(0).intValue(),
                        8 + length + range.get(1).intValue());
                long[] shape = JSON.convertValue(field.getValue().get("shape"), long[].class);
                weights.put(
                        field.getKey(), new Tensor(field.getValue().get("dtype").textValue(), shape, bytes));
            }
        }
        return weights;
    }

    public Map<String, Tensor> tensors() {
        return tensors;
    }

    public Tensor get(String name) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException(name);
        }
        return tensor;
    }

    public void put(String name, Tensor tensor) {
        tensors.put(name, tensor);
    }

    /** The header that a correct file of these tensors has; tests break it before they write it. */
    public ObjectNode header() {
        ObjectNode root = JSON.createObjectNode();
        long offset = 0;
        for (Entry<String, Tensor> tensor : tensors.entrySet()) {
            ObjectNode entry = root.putObject(tensor.getKey())
                    .put("dtype", tensor.getValue().type());
            entry.set("shape", JSON.valueToTree(tensor.getValue().shape()));
            long end = offset + tensor.getValue().bytes().length;
            entry.putArray("data_offsets").add(offset).add(end);
            offset = end;
        }
        return root;
    }

    public void write(Path file) throws IOException {
        write(file, header().toString());
    }

    /** Writes the tensors' bytes behind any header. */
    public void write(Path file, String header) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(json.length)
                    .array());
            out.write(json);
            for (Tensor tensor : tensors.values()) {
                out.write(tensor.bytes());
            }
        }
    }
}
