package dev.sotto.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * How to serve.
 *
 * @param config settings file; empty means the usual place
 * @param settings key of a setting, such as {@code http.port}, to its text; they win over file and environment
 */
public record ServeRequest(Optional<Path> config, Map<String, String> settings) {
    public ServeRequest {
        settings = Map.copyOf(settings);
    }
}
