package dev.sotto.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Every setting with its default. The shipped {@code conf/sotto.yaml} shows the same; a test holds them together. */
final class Settings {
    /** A name or a folder: which of them, and whether it is there, is found out where models are looked up. */
    private static final Pattern MODEL_NAME = Pattern.compile("\\P{Cntrl}*[^\\s\\p{Cntrl}]\\P{Cntrl}*");

    private static final Duration DAY = Duration.ofHours(24);
    /** Fewer would be guessed. */
    private static final int ADMIN_KEY_CHARS_MIN = 24;

    private static final String BASE_ADDRESS_EXPECTED =
            "expected the address by which others reach this server, such as https://sotto.example.org";

    private static final String ORIGINS_EXPECTED =
            "expected exact origins such as https://app.example.org, separated by commas, without a path or *";

    private static final Pattern BASE_ADDRESS =
            Pattern.compile("(?i)(https?)://([^/?#\\s]+)((?:/[^?#\\s]*[^/?#\\s])?)/?");
    private static final Pattern HOST = Pattern.compile("(\\*\\.)?[^/:*\\s]+|[0-9a-fA-F:]+");

    /** In the order of the file. */
    static final List<Setting<?>> ALL = List.of(
            plain(
                    "http.host",
                    "127.0.0.1",
                    Parsers.matching(Pattern.compile("\\S+"), "expected an address or a host name")),
            plain("http.port", "8080", Parsers.integer(0, 65_535)),
            plain("http.connections-max", "1000", Parsers.integer(1, 100_000)),
            plain("http.idle-timeout", "75s", Parsers.duration(Duration.ofMillis(100), DAY)),
            plain("http.write-timeout", "60s", Parsers.duration(Duration.ofMillis(100), DAY)),
            plain("http.shutdown-grace", "30s", Parsers.duration(Duration.ZERO, DAY)),
            plain("http.allowed-hosts", "", Settings::hosts),
            plain("http.cors-origins", "", Settings::origins),
            plain("http.public-url", "", Parsers.optional(Settings::baseAddress)),
            plain("http.address-rate", "", Parsers.optional(Parsers::rate)),
            plain("http.address-audio-rate", "", Parsers.optional(Parsers::rate)),
            plain("http.address-webhook-rate", "", Parsers.optional(Parsers::rate)),
            plain("http.log-requests", "false", Parsers::bool),
            plain("http.upload.concurrent-max", "256", Parsers.integer(1, 10_000)),
            plain("http.upload.bytes-max", "2GiB", Parsers.bytes(1, 1L << 40)),
            plain("http.upload.fields-max", "64", Parsers.integer(2, 10_000)),
            plain(
                    "http.upload.field-bytes-max",
                    "64KiB",
                    Parsers.bytes(256, 1 << 24).andThen(Long::intValue)),
            plain("http.upload.filename-chars-max", "255", Parsers.integer(1, 4_000)),
            plain(
                    "http.upload.bytes-per-second-min",
                    "1KiB",
                    Parsers.bytes(1, 1 << 30).andThen(Long::intValue)),
            plain("http.upload.rate-window", "30s", Parsers.duration(Duration.ofMillis(100), Duration.ofHours(1))),
            plain("http.upload.timeout", "2h", Parsers.duration(Duration.ofMillis(100), DAY)),
            plain("http.upload.free-bytes-min", "256MiB", Parsers.bytes(0, 1L << 40)),
            plain(
                    "management.host",
                    "127.0.0.1",
                    Parsers.matching(Pattern.compile("\\S+"), "expected an address or a host name")),
            plain("management.port", "", Settings::portOrNone),
            plain("traces.endpoint", "", Parsers.optional(Parsers::traceCollector)),
            plain("data.folder", "data", Settings::path),
            plain("data.natives-folder", "", Parsers.optional(Settings::path)),
            plain(
                    "models.default-model",
                    "base",
                    Parsers.matching(
                            MODEL_NAME,
                            "expected the name of a model, such as base or openai/whisper-small, or a folder")),
            plain("models.folders", "data/models, src/main/models", Settings::paths),
            plain("models.aliases", "", Parsers::pairs),
            plain("models.loaded-max", "1", Parsers.integer(1, 64)),
            plain("models.unload-after", "0s", Parsers.duration(Duration.ZERO, DAY.multipliedBy(366))),
            plain(
                    "compute.device",
                    "auto",
                    Parsers.matching(
                            Pattern.compile("auto|cpu|cuda(:\\d{1,2})?"),
                            "expected auto, cpu, cuda or cuda:N (N from 0)")),
            plain("compute.type", "auto", Settings::computeType),
            plain("compute.threads", "0", Parsers.integer(0, 1024)),
            plain("transcription.running-max", "2", Parsers.integer(1, 1024)),
            plain("transcription.interactive-running-max", "8", Parsers.integer(1, 1024)),
            plain("transcription.waiting-max", "64", Parsers.integer(1, 100_000)),
            plain("transcription.timeout", "24h", Parsers.duration(Duration.ofMillis(100), DAY.multipliedBy(7))),
            plain(
                    "transcription.mode",
                    "batched",
                    Parsers.matching(Pattern.compile("batched|sequential"), "expected batched or sequential")),
            plain(
                    "transcription.audio-context",
                    "auto",
                    Parsers.matching(Pattern.compile("auto|full"), "expected auto or full")),
            plain("jobs.queued-max", "10000", Parsers.integer(1, 1_000_000)),
            plain("jobs.interactive-seconds", "60", Parsers.integer(0, 86_400)),
            plain("jobs.reuse-results", "true", Parsers::bool),
            plain("jobs.retention", "72h", Parsers.duration(Duration.ZERO, DAY.multipliedBy(366))),
            plain("jobs.failed-retention", "168h", Parsers.duration(Duration.ZERO, DAY.multipliedBy(366))),
            plain("jobs.retry-wait", "5s", Parsers.duration(Duration.ofMillis(1), Duration.ofMinutes(10))),
            plain("jobs.losses-max", "2", Parsers.integer(1, 1000)),
            plain("jobs.lease", "30s", Parsers.duration(Duration.ofSeconds(1), Duration.ofHours(1))),
            plain("jobs.stall-timeout", "30m", Parsers.duration(Duration.ofSeconds(1), DAY)),
            plain("jobs.max-realtime-factor", "10", Parsers.integer(1, 1000)),
            plain("jobs.streams-max", "2000", Parsers.integer(1, 100_000)),
            plain("jobs.stream-heartbeat", "15s", Parsers.duration(Duration.ofMillis(100), Duration.ofHours(1))),
            plain("media.ffmpeg", "", Parsers.optional(Settings::path)),
            plain("media.duration-max", "12h", Parsers.duration(Duration.ofSeconds(1), Duration.ofHours(100))),
            plain("media.timeout", "30m", Parsers.duration(Duration.ofSeconds(1), DAY)),
            plain(
                    "audio.clock",
                    "container",
                    Parsers.matching(Pattern.compile("container|samples"), "expected container or samples")),
            plain("hub.mirror", "https://huggingface.co", Parsers::httpAddress),
            secret("hub.token", text -> text),
            plain("hub.offline", "false", Parsers::bool),
            secret("admin.key", Settings::adminKey),
            plain(
                    "auth.anonymous",
                    "loopback",
                    Parsers.matching(
                            Pattern.compile("loopback|anywhere|never"), "expected loopback, anywhere or never")),
            plain("outbound.plain-http", "false", Parsers::bool),
            plain("outbound.extra-ports", "", text -> Parsers.list(text).stream()
                    .map(Parsers.integer(1, 65_535))
                    .toList()),
            plain("outbound.trusted-hosts", "", Settings::hosts),
            plain("outbound.trusted-cidrs", "", Settings::cidrs),
            plain("outbound.certificates", "", Parsers.optional(Settings::path)),
            secret(
                    "webhooks.secret-key",
                    Parsers.matching(
                            Pattern.compile("[0-9a-fA-F]{64}"),
                            "expected 64 hexadecimal digits, as of 'openssl rand -hex 32'")),
            plain(
                    "webhooks.body-bytes-max",
                    "256KiB",
                    Parsers.bytes(16 << 10, 16 << 20).andThen(Long::intValue)),
            plain("webhooks.allowed-hosts", "", Settings::hosts),
            plain("fetch.enabled", "false", Parsers::bool),
            plain("fetch.running-max", "4", Parsers.integer(1, 128)),
            plain("fetch.bytes-max", "2GiB", Parsers.bytes(1, 1L << 40)),
            plain("fetch.timeout", "1h", Parsers.duration(Duration.ofSeconds(1), DAY)),
            plain(
                    "fetch.bytes-per-second-min",
                    "16KiB",
                    Parsers.bytes(0, 1 << 30).andThen(Long::intValue)),
            plain("fetch.redirects-max", "3", Parsers.integer(0, 20)),
            plain("fetch.allowed-hosts", "", Settings::hosts),
            plain("dialects.enabled", String.join(", ", ServerConfig.Dialects.ALL), Settings::dialects),
            plain("dialects.preferred", "", Parsers.optional(Settings::dialect)),
            plain("dialects.unknown-is-pending", "false", Parsers::bool),
            plain("voices.enabled", "false", Parsers::bool));

    private Settings() {}

    private static <T> Setting<?> plain(String key, String defaultText, Function<String, T> parser) {
        return new Setting<>(key, defaultText, false, parser);
    }

    /** Without a default. */
    private static Setting<?> secret(String key, Function<String, String> parser) {
        return new Setting<>(key, "", true, Parsers.optional(parser));
    }

    static Optional<Setting<?>> find(String key) {
        return ALL.stream().filter(setting -> setting.key().equals(key)).findFirst();
    }

    private static List<String> dialects(String text) {
        return Parsers.list(text).stream().map(Settings::dialect).toList();
    }

    private static String dialect(String text) {
        if (!ServerConfig.Dialects.ALL.contains(text)) {
            throw new IllegalArgumentException("expected one of " + String.join(", ", ServerConfig.Dialects.ALL));
        }
        return text;
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
        return Parsers.list(text).stream()
                .map(item -> WebNames.origin(item).orElseThrow(() -> new IllegalArgumentException(ORIGINS_EXPECTED)))
                .toList();
    }

    private static URI baseAddress(String text) {
        Matcher parts = BASE_ADDRESS.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(BASE_ADDRESS_EXPECTED);
        }
        String scheme = parts.group(1).toLowerCase(Locale.ROOT);
        try {
            return WebNames.authority(scheme, parts.group(2))
                    .map(authority -> URI.create(scheme + "://" + authority + parts.group(3)))
                    .orElseThrow(() -> new IllegalArgumentException(BASE_ADDRESS_EXPECTED));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(BASE_ADDRESS_EXPECTED, e);
        }
    }

    private static String adminKey(String text) {
        if (text.length() < ADMIN_KEY_CHARS_MIN) {
            throw new IllegalArgumentException(
                    "expected at least %d characters, as of 'openssl rand -hex 24'".formatted(ADMIN_KEY_CHARS_MIN));
        }
        return text;
    }

    private static List<String> hosts(String text) {
        return Parsers.list(text).stream().map(Settings::host).toList();
    }

    private static String host(String text) {
        return Optional.of(text)
                .filter(item -> HOST.matcher(item).matches())
                .flatMap(WebNames::host)
                .orElseThrow(() -> new IllegalArgumentException(
                        "expected host names such as example.org or *.example.org, separated by commas"));
    }

    private static List<String> cidrs(String text) {
        List<String> cidrs = Parsers.list(text);
        Pattern cidr = Pattern.compile("[0-9.]+(/\\d{1,2})?|[0-9a-fA-F:.]+(/\\d{1,3})?");
        if (!cidrs.stream().allMatch(item -> cidr.matcher(item).matches())) {
            throw new IllegalArgumentException("expected ranges such as 10.0.0.0/8 or fd00::/8, separated by commas");
        }
        return cidrs;
    }

    private static List<Path> paths(String text) {
        List<Path> paths = Parsers.list(text).stream().map(Settings::path).toList();
        if (paths.isEmpty()) {
            throw new IllegalArgumentException("expected at least one folder");
        }
        return paths;
    }

    private static Path path(String text) {
        if (text.isEmpty() || text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("expected a path");
        }
        return Path.of(text);
    }
}
