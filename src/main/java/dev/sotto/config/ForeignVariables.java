package dev.sotto.config;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** The environment variables of the five servers whose clients work here; {@code src/docs/migrating.md} shows the same. */
final class ForeignVariables {
    private static final String SERVICE = "whisper-api-service";
    private static final String SERVER = "whisper-api-server";
    private static final String STT = "whisperx-stt-diarization";
    private static final String FAST = "whisperX-FastAPI";
    private static final String INSANE = "insanely-fast-whisper-api";
    private static final Pattern NUMBER = Pattern.compile("\\d{1,12}");
    private static final UnaryOperator<String> SAME = UnaryOperator.identity();

    private static final String ADMIN =
            "at least 24 characters; it may do everything, so give clients keys of `sotto keys create`";
    private static final String NO_REDIS = "no second service: jobs and limits are kept in `data.folder`";
    private static final String BY_DEVICE = "windows of all recordings are decoded together; nothing to set";
    private static final String LOGS = "the log goes to the standard output";

    static final List<ForeignVariable> ALL = List.of(
            same(
                    "WHISPER_MODEL",
                    List.of(SERVER, STT, FAST),
                    "models.default-model",
                    "fetch it with `sotto pull` first"),
            same("DEVICE", List.of(STT, FAST), "compute.device", "a default of `cuda` is `auto` here"),
            same("COMPUTE_TYPE", List.of(STT, FAST), "compute.type", "`auto` measures what is fastest"),
            none("DEFAULT_LANG", List.of(FAST), "the language is detected unless a request says it"),
            none("BATCH_SIZE", List.of(STT), BY_DEVICE),
            none("CHUNK_SIZE_SECONDS", List.of(SERVER), "speech is cut at pauses"),
            none("CHUNK_OVERLAP", List.of(SERVER), "speech is cut at pauses"),
            unit(
                    "MAX_CONCURRENT_TASKS",
                    List.of(SERVER, STT),
                    "transcription.running-max",
                    "",
                    "long recordings at once"),
            unit("MAX_CONCURRENT_GPU_TASKS", List.of(FAST), "transcription.running-max", "", "long recordings at once"),
            unit("MODEL_UNLOAD_IDLE_MINUTES", List.of(SERVER), "models.unload-after", "m", "0 is never"),
            same("API_KEY", List.of(SERVER), "admin.key", ADMIN),
            new ForeignVariable(
                    "API_KEYS", STT, Optional.of("admin.key"), ForeignVariables::onlyKey, "if it is one; " + ADMIN),
            same("ADMIN_KEY", List.of(INSANE), "admin.key", ADMIN),
            same("AUTH__BEARER_TOKEN", List.of(FAST), "admin.key", ADMIN),
            none("AUTH__*", List.of(FAST), "a server that has a key requires one"),
            same("HF_TOKEN", List.of(STT, FAST, INSANE), "hub.token", "telling speakers apart needs none here"),
            new ForeignVariable(
                    "RATE_LIMITS",
                    SERVER,
                    Optional.of("http.address-audio-rate"),
                    ForeignVariables::firstRate,
                    "the first of its two, for each address"),
            new ForeignVariable(
                    "RATE_LIMITS",
                    SERVER,
                    Optional.of("http.address-webhook-rate"),
                    ForeignVariables::secondRate,
                    "the second, of webhooks that are registered"),
            none("RATE_LIMIT__*", List.of(FAST), "limits belong to keys: `sotto keys create NAME --rate N`"),
            unit("MAX_FILE_SIZE", List.of(SERVER), "http.upload.bytes-max", "", "bytes"),
            unit("MAX_FILE_SIZE_MB", List.of(STT), "http.upload.bytes-max", "MiB", ""),
            unit("MAX_UPLOAD_SIZE_MB", List.of(FAST), "http.upload.bytes-max", "MiB", "0 has no counterpart"),
            unit("MAX_AUDIO_DURATION", List.of(SERVER), "media.duration-max", "s", ""),
            unit("TASK_TIMEOUT_SECONDS", List.of(STT), "transcription.timeout", "s", ""),
            unit("TASK_RETENTION_HOURS", List.of(SERVER), "jobs.retention", "h", ""),
            unit("CLEANUP_AFTER_HOURS", List.of(STT), "jobs.retention", "h", ""),
            same("PORT", List.of(SERVER), "http.port", ""),
            same("HOST", List.of(SERVER), "http.host", "another address than loopback needs a key"),
            same("ALLOWED_ORIGINS", List.of(SERVER), "http.cors-origins", "exact origins; `*` is refused"),
            none("ALLOWED_AUDIO_TYPES", List.of(SERVER), "files are known by their content"),
            none(
                    "UPLOAD_DIR",
                    List.of(SERVER, STT),
                    "uploads lie under `data.folder`, with all that the server writes"),
            none("CACHE_DIR", List.of(SERVER), "results are reused while `jobs.retention` keeps them"),
            none("DB_URL", List.of(FAST), "jobs are kept in `data.folder`"),
            none("DB_ECHO", List.of(FAST), LOGS),
            none("CELERY_BROKER_URL", List.of(SERVICE), NO_REDIS),
            none("CELERY_RESULT_BACKEND", List.of(SERVICE), NO_REDIS),
            none("REDIS_*", List.of(SERVER), NO_REDIS),
            none("CALLBACK_TIMEOUT", List.of(FAST), "webhooks have times of their own"),
            none("CALLBACK_MAX_RETRIES", List.of(FAST), "webhooks are repeated for days"),
            none("SSRF_*", List.of(FAST), "private addresses are refused; `outbound.trusted-cidrs` allows some"),
            none("MEMORY_THRESHOLD", List.of(SERVER), "memory is bounded by design"),
            none("GC_FREQUENCY", List.of(SERVER), "nothing to set"),
            none("LOG_LEVEL", List.of(FAST), "a variable of its own: `SOTTO_LOG_LEVEL`"),
            none("LOG_FORMAT", List.of(FAST), "`http.log-requests` writes a line of JSON for each request"),
            none("LOG_DIR", List.of(SERVER), LOGS),
            none("FILTER_WARNING", List.of(FAST), LOGS),
            none("DEBUG", List.of(SERVER, STT), "a variable of its own: `SOTTO_LOG_LEVEL`"),
            none("DEV", List.of(FAST), "nothing to set"),
            none("ENVIRONMENT", List.of(FAST), "nothing to set"),
            none("APP_NAME", List.of(STT), "nothing to set"),
            none("APP_VERSION", List.of(STT), "nothing to set"));

    private ForeignVariables() {}

    /** Those of the table that are meant: more than one where its text holds several of our settings. */
    static List<ForeignVariable> find(String name) {
        Optional<ForeignVariable> first =
                ALL.stream().filter(variable -> variable.matches(name)).findFirst();
        return ALL.stream()
                .filter(variable -> first.filter(found -> found.name().equals(variable.name()))
                        .isPresent())
                .toList();
    }

    private static ForeignVariable same(String name, List<String> systems, String key, String remark) {
        return new ForeignVariable(name, String.join(", ", systems), Optional.of(key), SAME, remark);
    }

    /** A number that gets a unit. */
    private static ForeignVariable unit(String name, List<String> systems, String key, String unit, String remark) {
        UnaryOperator<String> converter = text -> {
            if (!NUMBER.matcher(text).matches()) {
                throw new IllegalArgumentException("expected a whole number");
            }
            return text + unit;
        };
        return new ForeignVariable(name, String.join(", ", systems), Optional.of(key), converter, remark);
    }

    private static ForeignVariable none(String name, List<String> systems, String remark) {
        return new ForeignVariable(name, String.join(", ", systems), Optional.empty(), SAME, remark);
    }

    private static String firstRate(String text) {
        return text.split(",", 2)[0].strip();
    }

    /** Empty where there is only one. */
    private static String secondRate(String text) {
        String[] rates = text.split(",", -1);
        return rates.length > 1 ? rates[1].strip() : "";
    }

    private static String onlyKey(String text) {
        List<String> keys = Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(key -> !key.isEmpty())
                .toList();
        if (keys.size() != 1) {
            throw new IllegalArgumentException(
                    "%d keys; make one for each client with 'sotto keys create NAME' and hand it out"
                            .formatted(keys.size()));
        }
        return keys.get(0);
    }
}
