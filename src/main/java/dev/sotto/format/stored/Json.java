package dev.sotto.format.stored;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Short ways to and from JSON; what is empty is left out, and a number that JSON does not know is a text. */
final class Json {
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private Json() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static JsonNode parse(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("what the store holds is not JSON of ours", e);
        }
    }

    static void put(ObjectNode json, String name, Optional<String> value) {
        value.ifPresent(text -> json.put(name, text));
    }

    static void put(ObjectNode json, String name, OptionalInt value) {
        value.ifPresent(number -> json.put(name, number));
    }

    static void put(ObjectNode json, String name, OptionalDouble value) {
        value.ifPresent(number -> put(json, name, number));
    }

    static void put(ObjectNode json, String name, double value) {
        if (Double.isFinite(value)) {
            json.put(name, value);
        } else {
            json.put(name, Double.toString(value));
        }
    }

    static double number(JsonNode json, String name, double otherwise) {
        JsonNode value = json.path(name);
        if (value.isTextual()) {
            return Double.parseDouble(value.asText());
        }
        return value.isNumber() ? value.asDouble() : otherwise;
    }

    static double number(JsonNode json, String name) {
        return number(json, name, 0);
    }

    static Optional<String> optionalText(JsonNode json, String name) {
        return json.hasNonNull(name) ? Optional.of(json.path(name).asText()) : Optional.empty();
    }

    static OptionalInt optionalInt(JsonNode json, String name) {
        return json.hasNonNull(name) ? OptionalInt.of(json.path(name).asInt()) : OptionalInt.empty();
    }

    static OptionalDouble optionalDouble(JsonNode json, String name) {
        return json.hasNonNull(name) ? OptionalDouble.of(number(json, name)) : OptionalDouble.empty();
    }

    static void putInts(ObjectNode json, String name, List<Integer> values) {
        var array = json.putArray(name);
        values.forEach(value -> array.add(value.intValue()));
    }

    static List<Integer> ints(JsonNode json, String name) {
        List<Integer> values = new ArrayList<>();
        json.path(name).forEach(value -> values.add(value.asInt()));
        return values;
    }
}
