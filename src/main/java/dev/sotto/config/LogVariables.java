package dev.sotto.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The environment variables that {@code logback.xml} reads itself, since lines are logged before settings are read. */
final class LogVariables {
    private static final Map<String, List<String>> VALUES = Map.of(
            "SOTTO_LOG_LEVEL", List.of("trace", "debug", "info", "warn", "error", "off"),
            "SOTTO_LOG_FORMAT", List.of("text", "json"));

    private LogVariables() {}

    /** Whether {@code logback.xml} reads the variable. */
    static boolean has(String name) {
        return VALUES.containsKey(name);
    }

    /** What is wrong with the value of a variable that {@link #has} names; empty where nothing is. */
    static Optional<String> fault(String name, String value) {
        List<String> values = VALUES.getOrDefault(name, List.of());
        // Levels are read in any case, the name of a format as it is written.
        String read = name.equals("SOTTO_LOG_LEVEL") ? value.toLowerCase(Locale.ROOT) : value;
        return values.contains(read)
                ? Optional.empty()
                : Optional.of("%s: '%s'; expected %s".formatted(name, value, String.join(", ", values)));
    }
}
