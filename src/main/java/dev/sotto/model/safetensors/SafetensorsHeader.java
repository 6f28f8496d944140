package dev.sotto.model.safetensors;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sotto.model.ElementType;
import dev.sotto.model.ModelError;
import dev.sotto.model.ModelException;
import dev.sotto.model.file.JsonFile;
import dev.sotto.model.file.TensorEntry;
import dev.sotto.model.file.WeightFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import org.jspecify.annotations.Nullable;

/**
 * Reads the header of a safetensors file: a little-endian length, a JSON object, then the data. As strict as the
 * reference reader (huggingface/safetensors, Apache-2.0): the tensors tile the data without hole, overlap or rest.
 */
final class SafetensorsHeader {
    /** The reference reader's own limit. */
    private static final long HEADER_MAX_BYTES = 100_000_000;

    private static final int LENGTH_BYTES = 8;
    private static final int RANK_MAX = 16;
    private static final Map<String, Integer> BYTES_PER_ELEMENT = Map.ofEntries(
            Map.entry("F64", 8),
            Map.entry("I64", 8),
            Map.entry("U64", 8),
            Map.entry("F32", 4),
            Map.entry("I32", 4),
            Map.entry("U32", 4),
            Map.entry("F16", 2),
            Map.entry("BF16", 2),
            Map.entry("I16", 2),
            Map.entry("U16", 2),
            Map.entry("I8", 1),
            Map.entry("U8", 1),
            Map.entry("BOOL", 1),
            Map.entry("F8_E4M3", 1),
            Map.entry("F8_E5M2", 1));

    private final WeightFile file;
    private long dataStart;

    private SafetensorsHeader(WeightFile file) {
        this.file = file;
    }

    /** The file's tensors in the order of their data. */
    static List<TensorEntry> read(WeightFile file) {
        return new SafetensorsHeader(file).read();
    }

    private List<TensorEntry> read() {
        JsonNode header = headerJson();
        List<TensorEntry> entries = new ArrayList<>();
        for (Entry<String, JsonNode> field : header.properties()) {
            if (!field.getKey().equals("__metadata__")) {
                entries.add(entry(field.getKey(), field.getValue()));
            }
        }
        entries.sort(Comparator.comparingLong(TensorEntry::offset).thenComparingLong(TensorEntry::byteLength));
        requireTiling(entries);
        return entries;
    }

    private JsonNode headerJson() {
        if (file.size() < LENGTH_BYTES) {
            throw truncated("has %d bytes; expected at least 8, the header's length".formatted(file.size()));
        }
        long length = file.read(0, LENGTH_BYTES).getLong();
        if (length < 2 || length > HEADER_MAX_BYTES) {
            throw malformed("says its header has %s bytes; expected 2 to %d"
                    .formatted(Long.toUnsignedString(length), HEADER_MAX_BYTES));
        }
        if (length > file.size() - LENGTH_BYTES) {
            throw truncated("says its header has %d bytes, but only %d follow; expected a whole file"
                    .formatted(length, file.size() - LENGTH_BYTES));
        }
        dataStart = LENGTH_BYTES + length;
        byte[] json = file.read(LENGTH_BYTES, (int) length).array();
        if (json[0] != '{') {
            throw malformed("header begins with byte 0x%02x; expected '{'".formatted(json[0]));
        }
        return JsonFile.parse(file.place() + ": header", json);
    }

    private TensorEntry entry(String name, JsonNode value) {
        if (!value.isObject()) {
            throw malformed(name, "is " + JsonFile.shown(value), "an object with dtype, shape and data_offsets");
        }
        String type = dtype(name, value.get("dtype"));
        long[] shape = shape(name, value.get("shape"));
        long[] range = range(name, value.get("data_offsets"));
        long expected = byteLength(name, shape, BYTES_PER_ELEMENT.getOrDefault(type, 0));
        if (range[1] - range[0] != expected) {
            throw malformed(
                    name,
                    "spans %d bytes".formatted(range[1] - range[0]),
                    "%d for type %s and shape %s".formatted(expected, type, Arrays.toString(shape)));
        }
        return new TensorEntry(name, file, elementType(type), type, shape, dataStart + range[0], expected);
    }

    private String dtype(String name, @Nullable JsonNode value) {
        if (value == null || !value.isTextual() || !BYTES_PER_ELEMENT.containsKey(value.textValue())) {
            throw malformed(name, "has dtype " + (value == null ? "none" : JsonFile.shown(value)), "a type like F16");
        }
        return value.textValue();
    }

    private long[] shape(String name, @Nullable JsonNode value) {
        if (value == null || !value.isArray() || value.size() > RANK_MAX) {
            throw malformed(
                    name,
                    "has shape " + (value == null ? "none" : JsonFile.shown(value)),
                    "a list of at most %d sizes".formatted(RANK_MAX));
        }
        return naturals(name, "shape", value);
    }

    private long[] range(String name, @Nullable JsonNode value) {
        if (value == null || !value.isArray() || value.size() != 2) {
            throw malformed(
                    name, "has data_offsets " + (value == null ? "none" : JsonFile.shown(value)), "a begin and an end");
        }
        long[] range = naturals(name, "data_offsets", value);
        if (range[0] > range[1]) {
            throw malformed(name, "begins at %d and ends at %d".formatted(range[0], range[1]), "begin before end");
        }
        if (range[1] > file.size() - dataStart) {
            throw truncated("tensor %s ends at byte %d of the data, but only %d are there; expected a whole file"
                    .formatted(name, range[1], file.size() - dataStart));
        }
        return range;
    }

    private long[] naturals(String name, String what, JsonNode list) {
        long[] numbers = new long[list.size()];
        for (int i = 0; i < numbers.length; i++) {
            JsonNode each = list.get(i);
            if (!each.isIntegralNumber() || !each.canConvertToLong() || each.longValue() < 0) {
                throw malformed(name, "has %s %s".formatted(what, JsonFile.shown(list)), "whole numbers from 0");
            }
            numbers[i] = each.longValue();
        }
        return numbers;
    }

    private long byteLength(String name, long[] shape, long bytesPerElement) {
        try {
            long bytes = bytesPerElement;
            for (long size : shape) {
                bytes = Math.multiplyExact(bytes, size);
            }
            return bytes;
        } catch (ArithmeticException e) {
            throw malformed(name, "has shape " + Arrays.toString(shape), "a size that fits 63 bits");
        }
    }

    private void requireTiling(List<TensorEntry> sorted) {
        long end = dataStart;
        String before = "the header";
        for (TensorEntry entry : sorted) {
            if (entry.offset() != end) {
                throw malformed(
                        entry.name(),
                        "begins at byte %d of the data, %s"
                                .formatted(
                                        entry.offset() - dataStart,
                                        entry.offset() < end ? "inside " + before : "behind a hole"),
                        "byte %d, the end of %s".formatted(end - dataStart, before));
            }
            end = entry.offset() + entry.byteLength();
            before = entry.name();
        }
        if (end != file.size()) {
            throw malformed("has %d bytes behind its last tensor; expected none".formatted(file.size() - end));
        }
    }

    private static @Nullable ElementType elementType(String dtype) {
        return switch (dtype) {
            case "F32" -> ElementType.FLOAT32;
            case "F16" -> ElementType.FLOAT16;
            case "BF16" -> ElementType.BFLOAT16;
            default -> null;
        };
    }

    private ModelException malformed(String tensor, String seen, String expected) {
        return malformed("tensor %s %s; expected %s".formatted(tensor, seen, expected));
    }

    private ModelException malformed(String text) {
        return new ModelException(ModelError.FILE_MALFORMED, file.place() + ": " + text);
    }

    private ModelException truncated(String text) {
        return new ModelException(ModelError.FILE_TRUNCATED, file.place() + ": " + text + "; pull the model again");
    }
}
