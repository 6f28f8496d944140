package dev.sotto.config;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;

/**
 * Makes records of settings by name: the component {@code connectionsMax} of the component {@code http} is the setting {@code
 * http.connections-max}. A component whose type is a record is a group.
 */
final class RecordBinder {
    private final Function<String, Object> values;

    /** @param values of a key; of the type of its component */
    RecordBinder(Function<String, Object> values) {
        this.values = values;
    }

    /** Asks for every value once, in the order of the components. */
    <R extends Record> R bind(Class<R> type) {
        return bind("", type);
    }

    private <R> R bind(String prefix, Class<R> type) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] parts = Arrays.stream(components)
                .map(component -> part(prefix + key(component.getName()), component.getType()))
                .toArray();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            return type.getDeclaredConstructor(types).newInstance(parts);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            throw new IllegalStateException("%s cannot be made of %s".formatted(type, Arrays.toString(parts)), e);
        }
    }

    private Object part(String key, Class<?> type) {
        return type.isRecord() ? bind(key + ".", type) : values.apply(key);
    }

    private static String key(String component) {
        return component.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
