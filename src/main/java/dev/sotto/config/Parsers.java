package dev.sotto.config;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How the text of a setting becomes a value. A refusal says what was expected. */
final class Parsers {
    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?\\d{1,10}");
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");
    private static final Pattern RATE = Pattern.compile("([1-9]\\d{0,5})/(second|minute|hour|day)");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,12})(|KiB|MiB|GiB)");

    private Parsers() {}

    static Function<String, Integer> integer(int min, int max) {
        return text -> {
            String expected = "expected a whole number from %d to %d".formatted(min, max);
            long value = Long.parseLong(matched(WHOLE_NUMBER, text, expected));
            return (int) inRange(value, min, max, expected);
        };
    }

    static Function<String, Long> bytes(long min, long max) {
        return text -> {
            String expected = "expected a size such as 512KiB, 25MiB or 2GiB, from %d to %d bytes".formatted(min, max);
            Matcher matcher = SIZE.matcher(text);
            if (!matcher.matches()) {
                throw new IllegalArgumentException(expected);
            }
            int shift =
                    switch (matcher.group(2)) {
                        case "KiB" -> 10;
                        case "MiB" -> 20;
                        case "GiB" -> 30;
                        default -> 0;
                    };
            long number = Long.parseLong(matcher.group(1));
            return inRange(number > (Long.MAX_VALUE >> shift) ? Long.MAX_VALUE : number << shift, min, max, expected);
        };
    }

    static Function<String, Duration> duration(Duration min, Duration max) {
        return text -> {
            String expected =
                    "expected a time such as 500ms, 30s, 10m or 2h, from %s to %s".formatted(show(min), show(max));
            Matcher matcher = DURATION.matcher(text.equals("0") ? "0s" : text); // no time is none in every unit
            if (!matcher.matches()) {
                throw new IllegalArgumentException(expected);
            }
            long number = Long.parseLong(matcher.group(1));
            Duration value =
                    switch (matcher.group(2)) {
                        case "ms" -> Duration.ofMillis(number);
                        case "s" -> Duration.ofSeconds(number);
                        case "m" -> Duration.ofMinutes(number);
                        default -> Duration.ofHours(number);
                    };
            if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
                throw new IllegalArgumentException(expected);
            }
            return value;
        };
    }

    static Function<String, String> matching(Pattern pattern, String expected) {
        return text -> matched(pattern, text, expected);
    }

    /** An empty text stands for nothing. */
    static <T> Function<String, Optional<T>> optional(Function<String, T> parser) {
        return text -> text.isEmpty() ? Optional.empty() : Optional.of(parser.apply(text));
    }

    /** YAML's own words for a boolean. */
    static Boolean bool(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on" -> true;
            case "false", "no", "off" -> false;
            default -> throw new IllegalArgumentException("expected true or false");
        };
    }

    static URI httpAddress(String text) {
        try {
            URI uri = URI.create(text);
            if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) && uri.getHost() != null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("expected an address that begins with http:// or https://", e);
        }
        throw new IllegalArgumentException("expected an address that begins with http:// or https://");
    }

    /** With the path of OTLP where the address has none. */
    static URI traceCollector(String text) {
        URI uri = httpAddress(text);
        return uri.getPath().isEmpty() || uri.getPath().equals("/") ? uri.resolve("/v1/traces") : uri;
    }

    /** Requests in a time, such as {@code 10/minute}. */
    static ServerConfig.Rate rate(String text) {
        Matcher matcher = RATE.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "expected requests in a time, such as 600/minute; units are second, minute, hour and day");
        }
        Duration period =
                switch (matcher.group(2)) {
                    case "second" -> Duration.ofSeconds(1);
                    case "minute" -> Duration.ofMinutes(1);
                    case "hour" -> Duration.ofHours(1);
                    default -> Duration.ofDays(1);
                };
        return new ServerConfig.Rate(Integer.parseInt(matcher.group(1)), period);
    }

    static List<String> list(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .toList();
    }

    static Map<String, String> pairs(String text) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String item : list(text)) {
            int equals = item.indexOf('=');
            if (equals < 1 || equals == item.length() - 1) {
                throw new IllegalArgumentException("expected name=value pairs, separated by commas");
            }
            pairs.put(
                    item.substring(0, equals).strip(),
                    item.substring(equals + 1).strip());
        }
        return pairs;
    }

    private static String matched(Pattern pattern, String text, String expected) {
        if (!pattern.matcher(text).matches()) {
            throw new IllegalArgumentException(expected);
        }
        return text;
    }

    private static long inRange(long value, long min, long max, String expected) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(expected);
        }
        return value;
    }

    private static String show(Duration duration) {
        if (duration.toMillis() % 1000 != 0) {
            return duration.toMillis() + "ms";
        }
        long seconds = duration.toSeconds();
        if (seconds != 0 && seconds % 3600 == 0) {
            return seconds / 3600 + "h";
        }
        return seconds != 0 && seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }
}
