package dev.sotto.cli;

import dev.sotto.key.KeyLimits;
import dev.sotto.key.RequestRate;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/** Limits of a key; an option that is absent sets no limit. */
final class LimitArguments {
    @Option(names = "--rate", paramLabel = "N", description = "requests a minute")
    private Optional<Integer> rate = Optional.empty();

    @Option(names = "--running", paramLabel = "N", description = "jobs that run at once")
    private Optional<Integer> running = Optional.empty();

    @Option(names = "--queued", paramLabel = "N", description = "jobs that wait; beyond them 429")
    private Optional<Integer> queued = Optional.empty();

    @Option(
            names = "--audio-per-day",
            paramLabel = "TIME",
            converter = Length.class,
            description = "of audio a UTC day, such as 10h")
    private Optional<Duration> audioPerDay = Optional.empty();

    @Option(
            names = "--retention",
            paramLabel = "TIME",
            converter = Length.class,
            description = "how long results are kept at most, such as 24h")
    private Optional<Duration> retention = Optional.empty();

    /** The name that an earlier version gave {@code --retention}. */
    @Option(names = "--keep", hidden = true)
    private Optional<String> keep = Optional.empty();

    KeyLimits limits() {
        if (keep.isPresent()) {
            throw CommandException.usage(new IllegalArgumentException("--keep was renamed; use --retention"));
        }
        check(rate.filter(number -> number < 1).isPresent(), "--rate", "at least 1");
        check(running.filter(number -> number < 1).isPresent(), "--running", "at least 1");
        check(queued.filter(number -> number < 0).isPresent(), "--queued", "0 or more");
        return new KeyLimits(
                rate.map(RequestRate::perMinute), running, queued, audioPerDay.map(Duration::toSeconds), retention);
    }

    private static void check(boolean isWrong, String option, String expected) {
        if (isWrong) {
            throw CommandException.usage(new IllegalArgumentException("%s: expected %s".formatted(option, expected)));
        }
    }

    /** {@code 90s}, {@code 30m}, {@code 10h} or {@code 7d}; at least a second. */
    static final class Length implements ITypeConverter<Duration> {
        private static final Pattern FORM = Pattern.compile("([1-9]\\d{0,6})([smhd])");

        @Override
        public Duration convert(String text) {
            Matcher matcher = FORM.matcher(text);
            if (!matcher.matches()) {
                throw new picocli.CommandLine.TypeConversionException("expected a time such as 90s, 30m, 10h or 7d");
            }
            long number = Long.parseLong(matcher.group(1));
            return switch (matcher.group(2)) {
                case "s" -> Duration.ofSeconds(number);
                case "m" -> Duration.ofMinutes(number);
                case "h" -> Duration.ofHours(number);
                default -> Duration.ofDays(number);
            };
        }
    }
}
