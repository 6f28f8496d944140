package dev.sotto.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Every setting with its default. The shipped {@code conf/sotto.yaml} shows the same; a test holds them together. */
final class Settings {
    /** A name or a folder: which of them, and whether it is there, is found out where models are looked up. */
    private static final Pattern MODEL_NAME = Pattern.compile("\\P{Cntrl}*[^\\s\\p{Cntrl}]\\P{Cntrl}*");

    private static final Duration DAY = Duration.ofHours(24);
    /** Fewer would be guessed. */
    private static final int ADMIN_KEY_CHARS_MIN = 24;

    static final Setting<String> HTTP_HOST = plain(
            "http.host", "127.0.0.1", Parsers.matching(Pattern.compile("\\S+"), "expected an address or a host name"));
    static final Setting<Integer> HTTP_PORT = plain("http.port", "8080", Parsers.integer(0, 65_535));
    static final Setting<Integer> HTTP_CONNECTIONS_MAX =
            plain("http.connections-max", "1000", Parsers.integer(1, 100_000));
    static final Setting<Duration> HTTP_IDLE_TIMEOUT =
            plain("http.idle-timeout", "75s", Parsers.duration(Duration.ofMillis(100), DAY));
    static final Setting<Duration> HTTP_SHUTDOWN_GRACE =
            plain("http.shutdown-grace", "30s", Parsers.duration(Duration.ZERO, DAY));
    static final Setting<List<String>> HTTP_ALLOWED_HOSTS = plain("http.allowed-hosts", "", Settings::hosts);
    static final Setting<List<String>> HTTP_CORS_ORIGINS = plain("http.cors-origins", "", Settings::origins);
    static final Setting<String> HTTP_PUBLIC_URL = plain("http.public-url", "", Settings::baseAddress);

    static final Setting<Boolean> HTTP_LOG_REQUESTS = plain("http.log-requests", "false", Parsers::bool);
    static final Setting<String> MANAGEMENT_HOST = plain(
            "management.host",
            "127.0.0.1",
            Parsers.matching(Pattern.compile("\\S+"), "expected an address or a host name"));
    static final Setting<OptionalInt> MANAGEMENT_PORT = plain("management.port", "", Settings::portOrNone);

    static final Setting<Integer> UPLOAD_CONCURRENT_MAX =
            plain("http.upload.concurrent-max", "256", Parsers.integer(1, 10_000));
    static final Setting<Long> UPLOAD_BYTES_MAX = plain("http.upload.bytes-max", "2GiB", Parsers.bytes(1, 1L << 40));
    static final Setting<Integer> UPLOAD_FIELDS_MAX = plain("http.upload.fields-max", "64", Parsers.integer(2, 10_000));
    static final Setting<Integer> UPLOAD_FIELD_BYTES_MAX = plain(
            "http.upload.field-bytes-max", "64KiB", Parsers.bytes(256, 1 << 24).andThen(Long::intValue));
    static final Setting<Integer> UPLOAD_FILENAME_CHARS_MAX =
            plain("http.upload.filename-chars-max", "255", Parsers.integer(1, 4_000));
    static final Setting<Integer> UPLOAD_BYTES_PER_SECOND_MIN = plain(
            "http.upload.bytes-per-second-min",
            "1KiB",
            Parsers.bytes(1, 1 << 30).andThen(Long::intValue));
    static final Setting<Duration> UPLOAD_RATE_WINDOW =
            plain("http.upload.rate-window", "30s", Parsers.duration(Duration.ofMillis(100), Duration.ofHours(1)));

    static final Setting<Duration> UPLOAD_TIMEOUT =
            plain("http.upload.timeout", "2h", Parsers.duration(Duration.ofMillis(100), DAY));
    static final Setting<Long> UPLOAD_FREE_BYTES_MIN =
            plain("http.upload.free-bytes-min", "256MiB", Parsers.bytes(0, 1L << 40));

    static final Setting<String> DATA_FOLDER = plain("data.folder", "data", Settings::path);

    static final Setting<String> MODELS_DEFAULT_MODEL = plain(
            "models.default-model",
            "base",
            Parsers.matching(
                    MODEL_NAME, "expected the name of a model, such as base or openai/whisper-small, or a folder"));
    static final Setting<List<String>> MODELS_FOLDERS =
            plain("models.folders", "data/models, src/main/models", Settings::paths);
    static final Setting<Map<String, String>> MODELS_ALIASES = plain("models.aliases", "", Parsers::pairs);
    static final Setting<Integer> MODELS_LOADED_MAX = plain("models.loaded-max", "1", Parsers.integer(1, 64));

    static final Setting<String> COMPUTE_DEVICE = plain(
            "compute.device",
            "auto",
            Parsers.matching(
                    Pattern.compile("auto|cpu|cuda(:\\d{1,2})?"), "expected auto, cpu, cuda or cuda:N (N from 0)"));
    static final Setting<String> COMPUTE_TYPE = plain("compute.type", "auto", Settings::computeType);
    static final Setting<Integer> COMPUTE_THREADS = plain("compute.threads", "0", Parsers.integer(0, 1024));

    static final Setting<Integer> TRANSCRIPTION_RUNNING_MAX =
            plain("transcription.running-max", "2", Parsers.integer(1, 1024));
    static final Setting<Integer> TRANSCRIPTION_INTERACTIVE_RUNNING_MAX =
            plain("transcription.interactive-running-max", "8", Parsers.integer(1, 1024));
    static final Setting<Integer> TRANSCRIPTION_WAITING_MAX =
            plain("transcription.waiting-max", "64", Parsers.integer(1, 100_000));
    static final Setting<Duration> TRANSCRIPTION_TIMEOUT =
            plain("transcription.timeout", "24h", Parsers.duration(Duration.ofMillis(100), DAY.multipliedBy(7)));

    static final Setting<String> TRANSCRIPTION_MODE = plain(
            "transcription.mode",
            "batched",
            Parsers.matching(Pattern.compile("batched|sequential"), "expected batched or sequential"));

    static final Setting<Integer> JOBS_QUEUED_MAX = plain("jobs.queued-max", "10000", Parsers.integer(1, 1_000_000));
    static final Setting<Integer> JOBS_INTERACTIVE_SECONDS =
            plain("jobs.interactive-seconds", "60", Parsers.integer(0, 86_400));
    static final Setting<Boolean> JOBS_REUSE_RESULTS = plain("jobs.reuse-results", "true", Parsers::bool);
    static final Setting<Duration> JOBS_RETENTION =
            plain("jobs.retention", "72h", Parsers.duration(Duration.ofSeconds(1), DAY.multipliedBy(366)));
    static final Setting<Duration> JOBS_FAILED_RETENTION =
            plain("jobs.failed-retention", "168h", Parsers.duration(Duration.ofSeconds(1), DAY.multipliedBy(366)));
    static final Setting<Duration> JOBS_RETRY_WAIT =
            plain("jobs.retry-wait", "5s", Parsers.duration(Duration.ofMillis(1), Duration.ofMinutes(10)));
    static final Setting<Integer> JOBS_LOSSES_MAX = plain("jobs.losses-max", "2", Parsers.integer(1, 1000));
    static final Setting<Duration> JOBS_LEASE =
            plain("jobs.lease", "30s", Parsers.duration(Duration.ofSeconds(1), Duration.ofHours(1)));
    static final Setting<Duration> JOBS_STALL_TIMEOUT =
            plain("jobs.stall-timeout", "30m", Parsers.duration(Duration.ofSeconds(1), DAY));
    static final Setting<Integer> JOBS_MAX_REALTIME_FACTOR =
            plain("jobs.max-realtime-factor", "10", Parsers.integer(1, 1000));
    static final Setting<Integer> JOBS_STREAMS_MAX = plain("jobs.streams-max", "2000", Parsers.integer(1, 100_000));
    static final Setting<Duration> JOBS_STREAM_HEARTBEAT =
            plain("jobs.stream-heartbeat", "15s", Parsers.duration(Duration.ofMillis(100), Duration.ofHours(1)));

    static final Setting<String> MEDIA_FFMPEG = plain("media.ffmpeg", "", text -> text.isEmpty() ? text : path(text));
    static final Setting<Duration> MEDIA_DURATION_MAX =
            plain("media.duration-max", "12h", Parsers.duration(Duration.ofSeconds(1), Duration.ofHours(100)));
    static final Setting<Duration> MEDIA_TIMEOUT =
            plain("media.timeout", "30m", Parsers.duration(Duration.ofSeconds(1), DAY));

    static final Setting<String> AUDIO_CLOCK = plain(
            "audio.clock",
            "container",
            Parsers.matching(Pattern.compile("container|samples"), "expected container or samples"));

    static final Setting<URI> HUB_MIRROR = plain("hub.mirror", "https://huggingface.co", Parsers::httpAddress);
    static final Setting<String> HUB_TOKEN = new Setting<>("hub.token", "", true, text -> text);
    static final Setting<Boolean> HUB_OFFLINE = plain("hub.offline", "false", Parsers::bool);

    static final Setting<String> ADMIN_KEY = new Setting<>("admin.key", "", true, Settings::adminKey);
    static final Setting<String> AUTH_ANONYMOUS = plain(
            "auth.anonymous",
            "loopback",
            Parsers.matching(Pattern.compile("loopback|anywhere|never"), "expected loopback, anywhere or never"));

    static final Setting<Boolean> OUTBOUND_PLAIN_HTTP = plain("outbound.plain-http", "false", Parsers::bool);
    static final Setting<List<Integer>> OUTBOUND_EXTRA_PORTS =
            plain("outbound.extra-ports", "", text -> Parsers.list(text).stream()
                    .map(Parsers.integer(1, 65_535))
                    .toList());
    static final Setting<List<String>> OUTBOUND_TRUSTED_HOSTS = plain("outbound.trusted-hosts", "", Settings::hosts);
    static final Setting<List<String>> OUTBOUND_TRUSTED_CIDRS = plain("outbound.trusted-cidrs", "", Settings::cidrs);
    static final Setting<String> OUTBOUND_CERTIFICATES =
            plain("outbound.certificates", "", text -> text.isEmpty() ? text : path(text));

    static final Setting<String> WEBHOOKS_SECRET_KEY = new Setting<>(
            "webhooks.secret-key",
            "",
            true,
            Parsers.matching(
                    Pattern.compile("|[0-9a-fA-F]{64}"),
                    "expected 64 hexadecimal digits, as of 'openssl rand -hex 32'"));
    static final Setting<Integer> WEBHOOKS_BODY_BYTES_MAX = plain(
            "webhooks.body-bytes-max",
            "256KiB",
            Parsers.bytes(16 << 10, 16 << 20).andThen(Long::intValue));
    static final Setting<List<String>> WEBHOOKS_ALLOWED_HOSTS = plain("webhooks.allowed-hosts", "", Settings::hosts);

    static final Setting<Boolean> FETCH_ENABLED = plain("fetch.enabled", "false", Parsers::bool);
    static final Setting<Integer> FETCH_RUNNING_MAX = plain("fetch.running-max", "4", Parsers.integer(1, 128));
    static final Setting<Long> FETCH_BYTES_MAX = plain("fetch.bytes-max", "2GiB", Parsers.bytes(1, 1L << 40));
    static final Setting<Duration> FETCH_TIMEOUT =
            plain("fetch.timeout", "1h", Parsers.duration(Duration.ofSeconds(1), DAY));
    static final Setting<Integer> FETCH_BYTES_PER_SECOND_MIN = plain(
            "fetch.bytes-per-second-min", "16KiB", Parsers.bytes(0, 1 << 30).andThen(Long::intValue));
    static final Setting<Integer> FETCH_REDIRECTS_MAX = plain("fetch.redirects-max", "3", Parsers.integer(0, 20));
    static final Setting<List<String>> FETCH_ALLOWED_HOSTS = plain("fetch.allowed-hosts", "", Settings::hosts);

    /** In the order of the file. */
    static final List<Setting<?>> ALL = List.of(
            HTTP_HOST,
            HTTP_PORT,
            HTTP_CONNECTIONS_MAX,
            HTTP_IDLE_TIMEOUT,
            HTTP_SHUTDOWN_GRACE,
            HTTP_ALLOWED_HOSTS,
            HTTP_CORS_ORIGINS,
            HTTP_PUBLIC_URL,
            HTTP_LOG_REQUESTS,
            UPLOAD_CONCURRENT_MAX,
            UPLOAD_BYTES_MAX,
            UPLOAD_FIELDS_MAX,
            UPLOAD_FIELD_BYTES_MAX,
            UPLOAD_FILENAME_CHARS_MAX,
            UPLOAD_BYTES_PER_SECOND_MIN,
            UPLOAD_RATE_WINDOW,
            UPLOAD_TIMEOUT,
            UPLOAD_FREE_BYTES_MIN,
            MANAGEMENT_HOST,
            MANAGEMENT_PORT,
            DATA_FOLDER,
            MODELS_DEFAULT_MODEL,
            MODELS_FOLDERS,
            MODELS_ALIASES,
            MODELS_LOADED_MAX,
            COMPUTE_DEVICE,
            COMPUTE_TYPE,
            COMPUTE_THREADS,
            TRANSCRIPTION_RUNNING_MAX,
            TRANSCRIPTION_INTERACTIVE_RUNNING_MAX,
            TRANSCRIPTION_WAITING_MAX,
            TRANSCRIPTION_TIMEOUT,
            TRANSCRIPTION_MODE,
            JOBS_QUEUED_MAX,
            JOBS_INTERACTIVE_SECONDS,
            JOBS_REUSE_RESULTS,
            JOBS_RETENTION,
            JOBS_FAILED_RETENTION,
            JOBS_RETRY_WAIT,
            JOBS_LOSSES_MAX,
            JOBS_LEASE,
            JOBS_STALL_TIMEOUT,
            JOBS_MAX_REALTIME_FACTOR,
            JOBS_STREAMS_MAX,
            JOBS_STREAM_HEARTBEAT,
            MEDIA_FFMPEG,
            MEDIA_DURATION_MAX,
            MEDIA_TIMEOUT,
            AUDIO_CLOCK,
            HUB_MIRROR,
            HUB_TOKEN,
            HUB_OFFLINE,
            ADMIN_KEY,
            AUTH_ANONYMOUS,
            OUTBOUND_PLAIN_HTTP,
            OUTBOUND_EXTRA_PORTS,
            OUTBOUND_TRUSTED_HOSTS,
            OUTBOUND_TRUSTED_CIDRS,
            OUTBOUND_CERTIFICATES,
            WEBHOOKS_SECRET_KEY,
            WEBHOOKS_BODY_BYTES_MAX,
            WEBHOOKS_ALLOWED_HOSTS,
            FETCH_ENABLED,
            FETCH_RUNNING_MAX,
            FETCH_BYTES_MAX,
            FETCH_TIMEOUT,
            FETCH_BYTES_PER_SECOND_MIN,
            FETCH_REDIRECTS_MAX,
            FETCH_ALLOWED_HOSTS);

    private Settings() {}

    private static <T> Setting<T> plain(String key, String defaultText, Function<String, T> parser) {
        return new Setting<>(key, defaultText, false, parser);
    }

    private static String computeType(String text) {
        return switch (text) {
            case "auto", "float32", "bfloat16", "float16", "int8" -> text;
            default -> throw new IllegalArgumentException("expected auto, float32, bfloat16, float16 or int8");
        };
    }

    private static OptionalInt portOrNone(String text) {
        return text.isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of(Parsers.integer(0, 65_535).apply(text));
    }

    private static List<String> origins(String text) {
        List<String> origins = Parsers.list(text);
        Pattern origin = Pattern.compile("[a-z][a-z0-9+.-]*://[^/*\\s]+");
        if (!origins.stream().allMatch(item -> origin.matcher(item).matches())) {
            throw new IllegalArgumentException(
                    "expected exact origins such as https://app.example.org, separated by commas, without a path or *");
        }
        return origins;
    }

    private static String baseAddress(String text) {
        if (!text.isEmpty() && !text.matches("https?://[^/?#\\s]+(/[^?#\\s]*)?")) {
            throw new IllegalArgumentException(
                    "expected the address by which others reach this server, such as https://sotto.example.org");
        }
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    private static String adminKey(String text) {
        if (!text.isEmpty() && text.length() < ADMIN_KEY_CHARS_MIN) {
            throw new IllegalArgumentException(
                    "expected at least %d characters, as of 'openssl rand -hex 24'".formatted(ADMIN_KEY_CHARS_MIN));
        }
        return text;
    }

    private static List<String> hosts(String text) {
        List<String> hosts = Parsers.list(text);
        Pattern host = Pattern.compile("(\\*\\.)?[^/:*\\s]+|[0-9a-fA-F:]+");
        if (!hosts.stream().allMatch(item -> host.matcher(item).matches())) {
            throw new IllegalArgumentException(
                    "expected host names such as example.org or *.example.org, separated by commas");
        }
        return hosts;
    }

    private static List<String> cidrs(String text) {
        List<String> cidrs = Parsers.list(text);
        Pattern cidr = Pattern.compile("[0-9.]+(/\\d{1,2})?|[0-9a-fA-F:.]+(/\\d{1,3})?");
        if (!cidrs.stream().allMatch(item -> cidr.matcher(item).matches())) {
            throw new IllegalArgumentException("expected ranges such as 10.0.0.0/8 or fd00::/8, separated by commas");
        }
        return cidrs;
    }

    private static List<String> paths(String text) {
        List<String> paths = Parsers.list(text).stream().map(Settings::path).toList();
        if (paths.isEmpty()) {
            throw new IllegalArgumentException("expected at least one folder");
        }
        return paths;
    }

    private static String path(String text) {
        if (text.isEmpty() || text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("expected a path");
        }
        return text;
    }
}
