package dev.sotto.config;

import java.io.IOException;
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
    private static final List<String> NOT_SETTINGS = List.of("SOTTO_HOME", "SOTTO_CONF", "SOTTO_JAVA_OPTS");

    private final Path home;
    private final List<String> faults = new ArrayList<>();
    private final Map<String, Given> given = new TreeMap<>();

    /**
     * A text that replaces a default.
     *
     * @param place where it stands: {@code FILE:LINE}, a variable, or the command line
     * @param name of the setting in a fault
     */
    private record Given(String text, String place, String name) {}

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
        return new ConfigLoader(home).read(file, environment, overrides).build();
    }

    /** As {@link #load(Path, Optional, Map, Map)} without overrides. */
    public static ServerConfig load(Path home, Optional<Path> file, Map<String, String> environment) {
        return load(home, file, environment, Map.of());
    }

    /**
     * Every setting with its value and where that comes from, in the order of the shipped file; read and checked as by
     * {@link #load(Path, Optional, Map)}.
     *
     * @throws ConfigException with all faults
     */
    public static List<SettingInForce> inForce(Path home, Optional<Path> file, Map<String, String> environment) {
        ConfigLoader loader = new ConfigLoader(home).read(file, environment, Map.of());
        loader.build();
        return Settings.ALL.stream().map(loader::inForce).toList();
    }

    /** The defaults alone. */
    public static ServerConfig defaults(Path home) {
        return load(home, Optional.empty(), Map.of());
    }

    private ConfigLoader read(Optional<Path> file, Map<String, String> environment, Map<String, String> overrides) {
        file.ifPresent(this::readFile);
        readEnvironment(environment);
        new TreeMap<>(overrides).forEach(this::override);
        return this;
    }

    private void readFile(Path file) {
        Path shown = file.toAbsolutePath().normalize();
        String name = (shown.startsWith(home) ? home.relativize(shown) : shown).toString();
        try {
            readYaml(name, Utf8File.read(file));
        } catch (Utf8File.NotUtf8Exception e) {
            faults.add("%s:%d: %s".formatted(name, e.line(), e.getMessage()));
        } catch (IOException e) {
            faults.add("%s: cannot be read (%s)".formatted(name, e.getClass().getSimpleName()));
        }
    }

    private void readYaml(String name, String text) {
        try {
            Object root = PlainYaml.read(text);
            if (root instanceof Map<?, ?> map) {
                flatten("", map, new Places(name, PlainYaml.lines(text)));
            } else if (root != null && !(root instanceof PlainYaml.Nothing)) {
                faults.add("%s: expected keys and values at the top level".formatted(name));
            }
        } catch (YAMLException e) {
            faults.add("%s%s".formatted(name, PlainYaml.fault(e, text)));
        }
    }

    /** Where the keys of a file stand in it. */
    private record Places(String file, Map<String, Integer> lines) {
        String of(String key) {
            Integer line = lines.get(key);
            return line == null ? file : file + ":" + line;
        }
    }

    private void flatten(String prefix, Map<?, ?> map, Places places) {
        map.forEach((name, value) -> {
            String key = prefix + name;
            String place = places.of(key);
            if (Settings.find(key).isPresent()) {
                refuseSeparators(place + ": " + key, value);
                given.put(key, new Given(textOf(value), place, place + ": " + key));
            } else if (value instanceof Map<?, ?> inner && isGroup(key)) {
                flatten(key + ".", inner, places);
            } else if (!(value instanceof PlainYaml.Nothing) || !isGroup(key)) {
                faults.add("%s: %s: %s".formatted(place, key, unknown(key)));
            }
        });
    }

    private void readEnvironment(Map<String, String> environment) {
        Map<String, String> keys = new LinkedHashMap<>();
        Settings.ALL.forEach(setting -> keys.put(setting.environmentName(), setting.key()));
        new TreeMap<>(SecretFiles.resolved(environment, faults)).forEach((name, value) -> {
            String key = keys.get(name);
            if (ServiceLinks.has(name, value)) {
                return;
            }
            if (key != null) {
                given.put(key, new Given(value.strip(), name, name));
            } else if (LogVariables.has(name)) {
                LogVariables.fault(name, value).ifPresent(faults::add);
            } else if (name.startsWith(ENVIRONMENT_PREFIX) && !NOT_SETTINGS.contains(name)) {
                faults.add("%s: %s"
                        .formatted(name, RenamedSettings.ofVariable(name).orElse("unknown environment variable")));
            }
        });
    }

    private void override(String key, String text) {
        if (Settings.find(key).isPresent()) {
            given.put(key, new Given(text.strip(), "command line", key));
        } else {
            faults.add("%s: %s".formatted(key, unknown(key)));
        }
    }

    private ServerConfig build() {
        ServerConfig config = new RecordBinder(this::value).bind(ServerConfig.class);
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
        return config;
    }

    private SettingInForce inForce(Setting<?> setting) {
        Given own = given.get(setting.key());
        String text = own == null ? setting.defaultText() : own.text();
        boolean isHidden = setting.isSecret() && !text.isEmpty();
        return new SettingInForce(
                setting.key(),
                isHidden ? SettingInForce.HIDDEN : shown(text, value(setting.key())),
                own == null ? SettingInForce.DEFAULT : own.place());
    }

    /** Folders and files as they are found; everything else as it is written. */
    private static String shown(String text, Object value) {
        Object inner = value instanceof Optional<?> given && given.isPresent() ? given.get() : value;
        if (inner instanceof List<?> list && list.stream().allMatch(Path.class::isInstance)) {
            return String.join(", ", list.stream().map(Object::toString).toList());
        }
        return inner instanceof Path path ? path.toString() : text;
    }

    /** The value, or the default after noting a fault: the start stops anyway, with all faults in hand. */
    private Object value(String key) {
        Setting<?> setting = Settings.find(key)
                .orElseThrow(
                        () -> new IllegalStateException("ServerConfig has %s, which is no setting".formatted(key)));
        Given own = given.getOrDefault(key, new Given(setting.defaultText(), SettingInForce.DEFAULT, key));
        try {
            return resolved(setting.parser().apply(own.text()));
        } catch (IllegalArgumentException e) {
            String shown = setting.isSecret() ? SettingInForce.HIDDEN : own.text();
            faults.add("%s: %s: %s".formatted(own.name(), shown, e.getMessage()));
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

    /** Items stay apart by commas, and names from their values by {@code =}: within one they would part it in two. */
    private void refuseSeparators(String name, @Nullable Object value) {
        if (value instanceof List<?> list) {
            list.forEach(item -> refuseSeparator(name, item, ","));
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((key, item) -> {
                refuseSeparator(name, key, "=");
                refuseSeparator(name, key, ",");
                refuseSeparator(name, item, ",");
            });
        }
    }

    private void refuseSeparator(String name, @Nullable Object item, String separator) {
        if (item instanceof List<?> || item instanceof Map<?, ?>) {
            faults.add("%s: %s: expected a text".formatted(name, item));
        } else if (textOf(item).contains(separator)) {
            faults.add("%s: %s: expected a text without '%s'".formatted(name, item, separator));
        }
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
}
