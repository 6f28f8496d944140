package dev.sotto.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small safetensors file of reference values, in whatever element type they are kept. */
public final class GoldenTensors {
    private final ByteBuffer bytes;
    private final JsonNode header;
    private final int dataStart;

    private GoldenTensors(ByteBuffer bytes, JsonNode header, int dataStart) {
        this.bytes = bytes;
        this.header = header;
        this.dataStart = dataStart;
    }

    public static GoldenTensors read(Path file) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
            int length = Math.toIntExact(bytes.getLong(0));
            JsonNode header = new ObjectMapper().readTree(bytes.array(), Long.BYTES, length);
            return new GoldenTensors(bytes, header, Long.BYTES + length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Size along one dimension. */
    public int size(String name, int dimension) {
        return tensor(name).path("shape").path(dimension).asInt();
    }

    /** All numbers in row-major order; each of the stored types is exact in a double. */
    public double[] doubles(String name) {
        JsonNode tensor = tensor(name);
        String type = tensor.path("dtype").asText();
        int from = dataStart + tensor.path("data_offsets").path(0).asInt();
        int width = width(type);
        int count = (dataStart + tensor.path("data_offsets").path(1).asInt() - from) / width;
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = value(type, from + i * width);
        }
        return values;
    }

    public float[] floats(String name) {
        double[] wide = doubles(name);
        float[] values = new float[wide.length];
        for (int i = 0; i < wide.length; i++) {
            values[i] = (float) wide[i];
        }
        return values;
    }

    public int[] ints(String name) {
        double[] wide = doubles(name);
        int[] values = new int[wide.length];
        for (int i = 0; i < wide.length; i++) {
            values[i] = (int) wide[i];
        }
        return values;
    }

    private JsonNode tensor(String name) {
        JsonNode tensor = header.path(name);
        if (tensor.isMissingNode()) {
            throw new IllegalArgumentException("no tensor " + name);
        }
        return tensor;
    }

    private static int width(String type) {
        return switch (type) {
            case "U8" -> 1;
            case "F16", "I16" -> 2;
            case "F32", "I32" -> 4;
            case "F64" -> 8;
            default -> throw new IllegalArgumentException("type " + type);
        };
    }

    private double value(String type, int at) {
        return switch (type) {
            case "U8" -> Byte.toUnsignedInt(bytes.get(at));
            case "I16" -> bytes.getShort(at);
            case "I32" -> bytes.getInt(at);
            case "F16" -> half(bytes.getShort(at));
            case "F32" -> bytes.getFloat(at);
            default -> bytes.getDouble(at);
        };
    }

    /** IEEE 754 binary16. */
    private static double half(short bits) {
        int exponent = (bits >> 10) & 31;
        int fraction = bits & 1023;
        double magnitude = exponent == 0 ? fraction * 0x1p-24 : (1024 + fraction) * Math.scalb(1.0, exponent - 25);
        return bits < 0 ? -magnitude : magnitude;
    }
}
