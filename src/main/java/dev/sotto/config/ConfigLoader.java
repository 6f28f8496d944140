package dev.sotto.config;

import java.io.IOException;
import java.io.Reader;
import java.net.URI;
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
            boolean isLeaf =
                    Settings.ALL.stream().anyMatch(setting -> setting.key().equals(key));
            if (isLeaf) {
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
        if (Settings.ALL.stream().anyMatch(setting -> setting.key().equals(key))) {
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
        return new ServerConfig(
                http(),
                new ServerConfig.Management(value(Settings.MANAGEMENT_HOST), value(Settings.MANAGEMENT_PORT)),
                data(),
                models(),
                compute(),
                transcription(),
                jobs(),
                media(),
                new ServerConfig.Audio(value(Settings.AUDIO_CLOCK)),
                hub(),
                admin(),
                auth(),
                outbound(),
                webhooks(),
                fetch());
    }

    private ServerConfig.Http http() {
        return new ServerConfig.Http(
                value(Settings.HTTP_HOST),
                value(Settings.HTTP_PORT),
                value(Settings.HTTP_CONNECTIONS_MAX),
                value(Settings.HTTP_IDLE_TIMEOUT),
                value(Settings.HTTP_SHUTDOWN_GRACE),
                value(Settings.HTTP_ALLOWED_HOSTS),
                value(Settings.HTTP_CORS_ORIGINS),
                given(Settings.HTTP_PUBLIC_URL).map(URI::create),
                value(Settings.HTTP_LOG_REQUESTS),
                upload());
    }

    private ServerConfig.Upload upload() {
        return new ServerConfig.Upload(
                value(Settings.UPLOAD_CONCURRENT_MAX),
                value(Settings.UPLOAD_BYTES_MAX),
                value(Settings.UPLOAD_FIELDS_MAX),
                value(Settings.UPLOAD_FIELD_BYTES_MAX),
                value(Settings.UPLOAD_FILENAME_CHARS_MAX),
                value(Settings.UPLOAD_BYTES_PER_SECOND_MIN),
                value(Settings.UPLOAD_RATE_WINDOW),
                value(Settings.UPLOAD_TIMEOUT),
                value(Settings.UPLOAD_FREE_BYTES_MIN));
    }

    private ServerConfig.Data data() {
        return new ServerConfig.Data(path(value(Settings.DATA_FOLDER)));
    }

    private ServerConfig.Models models() {
        String defaultModel = value(Settings.MODELS_DEFAULT_MODEL);
        Map<String, String> aliases = new LinkedHashMap<>(value(Settings.MODELS_ALIASES));
        aliases.putIfAbsent("whisper-1", defaultModel);
        return new ServerConfig.Models(
                defaultModel,
                value(Settings.MODELS_FOLDERS).stream().map(this::path).toList(),
                aliases,
                value(Settings.MODELS_LOADED_MAX));
    }

    private ServerConfig.Compute compute() {
        return new ServerConfig.Compute(
                value(Settings.COMPUTE_DEVICE), value(Settings.COMPUTE_TYPE), value(Settings.COMPUTE_THREADS));
    }

    private ServerConfig.Transcription transcription() {
        return new ServerConfig.Transcription(
                value(Settings.TRANSCRIPTION_RUNNING_MAX),
                value(Settings.TRANSCRIPTION_INTERACTIVE_RUNNING_MAX),
                value(Settings.TRANSCRIPTION_WAITING_MAX),
                value(Settings.TRANSCRIPTION_TIMEOUT),
                value(Settings.TRANSCRIPTION_MODE));
    }

    private ServerConfig.Jobs jobs() {
        return new ServerConfig.Jobs(
                value(Settings.JOBS_QUEUED_MAX),
                value(Settings.JOBS_INTERACTIVE_SECONDS),
                value(Settings.JOBS_REUSE_RESULTS),
                value(Settings.JOBS_RETENTION),
                value(Settings.JOBS_FAILED_RETENTION),
                value(Settings.JOBS_RETRY_WAIT),
                value(Settings.JOBS_LOSSES_MAX),
                value(Settings.JOBS_LEASE),
                value(Settings.JOBS_STALL_TIMEOUT),
                value(Settings.JOBS_MAX_REALTIME_FACTOR),
                value(Settings.JOBS_STREAMS_MAX),
                value(Settings.JOBS_STREAM_HEARTBEAT));
    }

    private ServerConfig.Media media() {
        String ffmpeg = value(Settings.MEDIA_FFMPEG);
        return new ServerConfig.Media(
                ffmpeg.isEmpty() ? Optional.empty() : Optional.of(path(ffmpeg)),
                value(Settings.MEDIA_DURATION_MAX),
                value(Settings.MEDIA_TIMEOUT));
    }

    private ServerConfig.Hub hub() {
        String token = value(Settings.HUB_TOKEN);
        return new ServerConfig.Hub(
                value(Settings.HUB_MIRROR),
                token.isEmpty() ? Optional.empty() : Optional.of(token),
                value(Settings.HUB_OFFLINE));
    }

    private ServerConfig.Admin admin() {
        return new ServerConfig.Admin(given(Settings.ADMIN_KEY));
    }

    private ServerConfig.Auth auth() {
        return new ServerConfig.Auth(value(Settings.AUTH_ANONYMOUS));
    }

    private ServerConfig.Outbound outbound() {
        return new ServerConfig.Outbound(
                value(Settings.OUTBOUND_PLAIN_HTTP),
                value(Settings.OUTBOUND_EXTRA_PORTS),
                value(Settings.OUTBOUND_TRUSTED_HOSTS),
                value(Settings.OUTBOUND_TRUSTED_CIDRS),
                given(Settings.OUTBOUND_CERTIFICATES).map(this::path));
    }

    private ServerConfig.Webhooks webhooks() {
        return new ServerConfig.Webhooks(
                given(Settings.WEBHOOKS_SECRET_KEY),
                value(Settings.WEBHOOKS_BODY_BYTES_MAX),
                value(Settings.WEBHOOKS_ALLOWED_HOSTS));
    }

    private ServerConfig.Fetch fetch() {
        return new ServerConfig.Fetch(
                value(Settings.FETCH_ENABLED),
                value(Settings.FETCH_RUNNING_MAX),
                value(Settings.FETCH_BYTES_MAX),
                value(Settings.FETCH_TIMEOUT),
                value(Settings.FETCH_BYTES_PER_SECOND_MIN),
                value(Settings.FETCH_REDIRECTS_MAX),
                value(Settings.FETCH_ALLOWED_HOSTS));
    }

    /** An empty text stands for nothing. */
    private Optional<String> given(Setting<String> setting) {
        return Optional.of(value(setting)).filter(text -> !text.isEmpty());
    }

    /** The value, or the default after noting a fault: the start stops anyway, with all faults in hand. */
    private <T> T value(Setting<T> setting) {
        String text = texts.getOrDefault(setting.key(), setting.defaultText());
        try {
            return setting.parser().apply(text);
        } catch (IllegalArgumentException e) {
            String shown = setting.isSecret() ? "***" : text;
            faults.add("%s: %s: %s".formatted(origins.get(setting.key()), shown, e.getMessage()));
            return setting.parser().apply(setting.defaultText());
        }
    }

    private Path path(String text) {
        return home.resolve(text).normalize();
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
