package dev.sotto.format.stored;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.util.List;

/**
 * Records bound to JSON by their components, in snake case unless {@link StoredNames} says otherwise. Unknown fields are
 * passed over; what is missing is empty or 0, or as in the defaults that the reader gives along. A number that JSON does not
 * know, such as infinity, is a text.
 */
final class StoredJson {
    private static final ObjectMapper MAPPER = mapper();

    private StoredJson() {}

    private static ObjectMapper mapper() {
        JsonMapper.Builder mapper = JsonMapper.builder()
                .addModule(new Jdk8Module())
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        JsonSetter.Value empty = JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY);
        mapper.withConfigOverride(String.class, type -> type.setSetterInfo(empty));
        mapper.withConfigOverride(List.class, type -> type.setSetterInfo(empty));
        StoredNames.BY_TYPE.forEach(mapper::addMixIn);
        return mapper.build();
    }

    static ObjectNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("%s cannot be written as JSON".formatted(value.getClass()), e);
        }
    }

    /** @throws IllegalArgumentException if the text is no JSON object */
    static ObjectNode parse(String text) {
        try {
            if (MAPPER.readTree(text) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw unreadable(e);
        }
        throw new IllegalArgumentException("what the store holds is no JSON object");
    }

    /** @throws IllegalArgumentException if the text cannot be one that {@link #write} made */
    static <T> T read(String text, Class<T> type) {
        return bind(parse(text), type);
    }

    /**
     * As the other one, for records whose fields have defaults of their own.
     *
     * @param defaults the values of fields that the text lacks; one that it has as null is empty
     */
    static <T> T read(ObjectNode stored, Class<T> type, T defaults) {
        ObjectNode whole = tree(defaults);
        merge(whole, stored);
        return bind(whole, type);
    }

    private static void merge(ObjectNode whole, ObjectNode stored) {
        stored.properties().forEach(field -> {
            if (whole.get(field.getKey()) instanceof ObjectNode inner && field.getValue() instanceof ObjectNode given) {
                merge(inner, given);
            } else {
                whole.set(field.getKey(), field.getValue());
            }
        });
    }

    private static <T> T bind(JsonNode tree, Class<T> type) {
        try {
            return MAPPER.treeToValue(tree, type);
        } catch (JsonProcessingException e) {
            throw unreadable(e);
        }
    }

    private static IllegalArgumentException unreadable(JsonProcessingException e) {
        return new IllegalArgumentException("what the store holds is not JSON of ours", e);
    }
}
