package dev.sotto.model.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sotto.model.ModelError;
import dev.sotto.model.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A JSON file that is never trusted: bounded, without duplicate keys, every value checked where it is taken. */
public final class JsonFile {
    private static final long SIZE_MAX_BYTES = 64L << 20;
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final String place;
    private final JsonNode root;

    private JsonFile(String place, JsonNode root) {
        this.place = place;
        this.root = root;
    }

    public static JsonFile read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw ModelException.fileMissing(file, "a JSON file of the model");
        }
        try {
            long size = Files.size(file);
            if (size > SIZE_MAX_BYTES) {
                throw new ModelException(
                        ModelError.FILE_MALFORMED,
                        "%s: has %d bytes; expected at most %d"
                                .formatted(ModelException.place(file), size, SIZE_MAX_BYTES));
            }
            String place = ModelException.place(file);
            byte[] json = Files.readAllBytes(file);
            ForeignFile.refuse(place, Arrays.copyOf(json, Math.min(json.length, ForeignFile.HEAD_BYTES)));
            if (json.length == 0) {
                throw new ModelException(
                        ModelError.FILE_TRUNCATED,
                        "%s: has 0 bytes; expected a JSON file of the model; pull the model again".formatted(place));
            }
            return new JsonFile(place, parse(place, json));
        } catch (IOException e) {
            throw ModelException.unreadable(file, e);
        }
    }

    public static Optional<JsonFile> readIfPresent(Path file) {
        return Files.isRegularFile(file) ? Optional.of(read(file)) : Optional.empty();
    }

    /** Parses one JSON value, refusing duplicate keys and anything behind it. */
    public static JsonNode parse(String place, byte[] json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new ModelException(
                    ModelError.FILE_MALFORMED,
                    "%s: not valid JSON at byte %d (%s)"
                            .formatted(
                                    place,
                                    e.getLocation() == null
                                            ? 0
                                            : e.getLocation().getByteOffset(),
                                    firstLine(e.getOriginalMessage())),
                    e);
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory failed", e);
        }
    }

    public String place() {
        return place;
    }

    public JsonNode root() {
        return root;
    }

    /** The value, or null if it is absent or null. */
    public @Nullable JsonNode get(String key) {
        JsonNode value = root.get(key);
        return value == null || value.isNull() ? null : value;
    }

    public JsonNode require(String key, String expected) {
        JsonNode value = get(key);
        if (value == null) {
            throw invalid("has no " + key, expected);
        }
        return value;
    }

    /** A text that must be there, and match as a whole. */
    public String requireText(String key, String pattern, String expected) {
        return findText(key, pattern, expected).orElseThrow(() -> invalid("has no " + key, expected));
    }

    public Optional<String> findText(String key, String pattern, String expected) {
        JsonNode value = get(key);
        if (value == null) {
            return Optional.empty();
        }
        if (!value.isTextual() || !value.asText().matches(pattern)) {
            throw invalid("%s is %s".formatted(key, shown(value)), expected);
        }
        return Optional.of(value.asText());
    }

    /** A number that must be there, strictly between two bounds. */
    public double requireNumber(String key, double above, double below) {
        String expected = "a number between %s and %s".formatted(above, below);
        JsonNode value = require(key, expected);
        if (!value.isNumber() || !(value.doubleValue() > above && value.doubleValue() < below)) {
            throw invalid("%s is %s".formatted(key, shown(value)), expected);
        }
        return value.doubleValue();
    }

    public int requireInt(String key, int min, int max) {
        return integer(key, require(key, "an integer"), min, max);
    }

    public OptionalInt findInt(String key, int min, int max) {
        JsonNode value = get(key);
        return value == null ? OptionalInt.empty() : OptionalInt.of(integer(key, value, min, max));
    }

    public Optional<Boolean> findBoolean(String key) {
        JsonNode value = get(key);
        if (value == null) {
            return Optional.empty();
        }
        if (!value.isBoolean()) {
            throw invalid("%s is %s".formatted(key, shown(value)), "true or false");
        }
        return Optional.of(value.booleanValue());
    }

    /** The list of token ids under this key, if there is one. */
    public Optional<List<Integer>> findInts(String key, int min, int max) {
        JsonNode value = get(key);
        if (value == null) {
            return Optional.empty();
        }
        if (!value.isArray()) {
            throw invalid("%s is %s".formatted(key, shown(value)), "a list of integers");
        }
        List<Integer> ints = new ArrayList<>(value.size());
        for (JsonNode each : value) {
            ints.add(integer(key + "[" + ints.size() + "]", each, min, max));
        }
        return Optional.of(List.copyOf(ints));
    }

    public int integer(String what, JsonNode value, int min, int max) {
        if (!value.canConvertToInt() || !value.isIntegralNumber() || value.intValue() < min || value.intValue() > max) {
            throw invalid("%s is %s".formatted(what, shown(value)), "an integer from %d to %d".formatted(min, max));
        }
        return value.intValue();
    }

    public ModelException invalid(String seen, String expected) {
        return new ModelException(ModelError.CONFIG_INVALID, "%s: %s; expected %s".formatted(place, seen, expected));
    }

    public static String shown(JsonNode value) {
        String text = value.toString();
        return text.length() <= 60 ? text : text.substring(0, 60) + "...";
    }

    private static String firstLine(String message) {
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }
}
