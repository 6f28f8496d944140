package dev.sotto.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Reads the settings: the defaults, over them the file, over both the environment. Every fault of all three is collected
 * and reported at once.
 */
public final class ConfigLoader {
    private static final String ENVIRONMENT_PREFIX = "SOTTO_";

    /** Variables that {@code scripts/} reads and that are no settings of the server. */
    private static final List<String> NOT_SETTINGS =
            List.of("SOTTO_HOME", "SOTTO_CONF", "SOTTO_JAVA_OPTS", "SOTTO_LOG_LEVEL");

    private final Path home;
    private final List<String> faults = new ArrayList<>();
    private final Map<String, String> texts = new TreeMap<>();
    private final Map<String, String> origins = new TreeMap<>();

    private ConfigLoader(Path home) {
        this.home = home.toAbsolutePath().normalize();
    }

    /**
     * Reads and checks everything.
     *
     * @param home relative paths start here
     * @param file must exist if given
     * @param environment the whole of it; only names that begin with {@code SOTTO_} are looked at
     * @param overrides keys such as {@code http.port} to texts; they win over file and environment
     * @throws ConfigException with all faults
     */
    public static ServerConfig load(
            Path home, Optional<Path> file, Map<String, String> environment, Map<String, String> overrides) {
        ConfigLoader loader = new ConfigLoader(home);
        file.ifPresent(loader::readFile);
        loader.readEnvironment(environment);
        new TreeMap<>(overrides).forEach(loader::override);
        ServerConfig config = loader.build();
        if (!loader.faults.isEmpty()) {
            throw new ConfigException(loader.faults);
        }
        return config;
    }

    /** As {@link #load(Path, Optional, Map, Map)} without overrides. */
    public static ServerConfig load(Path home, Optional<Path> file, Map<String, String> environment) {
        return load(home, file, environment, Map.of());
    }

    /** The defaults alone. */
    public static ServerConfig defaults(Path home) {
        return load(home, Optional.empty(), Map.of());
    }

    private void readFile(Path file) {
        try (Reader reader = Files.newBufferedReader(file)) {
            Object root = PlainYaml.read(reader);
            if (root instanceof Map<?, ?> map) {
                flatten("", map, file);
            } else if (root != null) {
                faults.add("%s: expected keys and values at the top level".formatted(file));
            }
        } catch (IOException e) {
            faults.add("%s: cannot be read (%s)".formatted(file, e.getClass().getSimpleName()));
        } catch (YAMLException e) {
            faults.add("%s: is not YAML: %s".formatted(file, firstLine(e)));
        }
    }

    private void flatten(String prefix, Map<?, ?> map, Path file) {
        map.forEach((name, value) -> {
            String key = prefix + name;
            if (Settings.find(key).isPresent()) {
                put(key, textOf(value), file.getFileName() + ": " + key);
            } else if (value instanceof Map<?, ?> inner && isGroup(key)) {
                flatten(key + ".", inner, file);
            } else if (!(value instanceof PlainYaml.Nothing) || !isGroup(key)) {
                faults.add("%s: %s: %s".formatted(file.getFileName(), key, unknown(key)));
            }
        });
    }

    private void readEnvironment(Map<String, String> environment) {
        Map<String, String> keys = new LinkedHashMap<>();
        Settings.ALL.forEach(setting -> keys.put(setting.environmentName(), setting.key()));
        new TreeMap<>(environment).forEach((name, value) -> {
            String key = keys.get(name);
            if (ServiceLinks.has(name, value)) {
                return;
            }
            if (key != null) {
                put(key, value.strip(), name);
            } else if (name.startsWith(ENVIRONMENT_PREFIX) && !NOT_SETTINGS.contains(name)) {
                faults.add("%s: %s"
                        .formatted(name, RenamedSettings.ofVariable(name).orElse("unknown environment variable")));
            }
        });
    }

    private void override(String key, String text) {
        if (Settings.find(key).isPresent()) {
            put(key, text.strip(), key);
        } else {
            faults.add("%s: %s".formatted(key, unknown(key)));
        }
    }

    private void put(String key, String text, String origin) {
        texts.put(key, text);
        origins.put(key, origin);
    }

    private ServerConfig build() {
        return new RecordBinder(this::value).bind(ServerConfig.class);
    }

    /** The value, or the default after noting a fault: the start stops anyway, with all faults in hand. */
    private Object value(String key) {
        Setting<?> setting = Settings.find(key)
                .orElseThrow(
                        () -> new IllegalStateException("ServerConfig has %s, which is no setting".formatted(key)));
        String text = texts.getOrDefault(key, setting.defaultText());
        try {
            return resolved(setting.parser().apply(text));
        } catch (IllegalArgumentException e) {
            String shown = setting.isSecret() ? "***" : text;
            faults.add("%s: %s: %s".formatted(origins.get(key), shown, e.getMessage()));
            return resolved(setting.parser().apply(setting.defaultText()));
        }
    }

    /** With every relative path beginning at the home. */
    private Object resolved(Object value) {
        if (value instanceof Path path) {
            return home.resolve(path).normalize();
        }
        if (value instanceof Optional<?> given) {
            return given.map(this::resolved);
        }
        return value instanceof List<?> list ? list.stream().map(this::resolved).toList() : value;
    }

    /** Lists and maps of the file take the form that the environment has. */
    private static String textOf(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return String.join(", ", list.stream().map(ConfigLoader::textOf).toList());
        }
        if (value instanceof Map<?, ?> map) {
            return String.join(
                    ", ",
                    map.entrySet().stream()
                            .map(entry -> entry.getKey() + "=" + textOf(entry.getValue()))
                            .toList());
        }
        return value == null || value instanceof PlainYaml.Nothing
                ? ""
                : value.toString().strip();
    }

    private static boolean isGroup(String key) {
        return RenamedSettings.hasGroup(key)
                || Settings.ALL.stream().anyMatch(setting -> setting.key().startsWith(key + "."));
    }

    private static String unknown(String key) {
        return RenamedSettings.ofKey(key).orElseGet(() -> "unknown key" + nearest(key));
    }

    private static String nearest(String key) {
        String last = key.substring(key.lastIndexOf('.') + 1).replace("_", "-");
        return Settings.ALL.stream()
                .map(Setting::key)
                .filter(known -> known.endsWith("." + last))
                .findFirst()
                .map(known -> "; did you mean %s?".formatted(known))
                .orElse("");
    }

    private static String firstLine(YAMLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("no detail");
    }
}
