package dev.sotto.api.dialect;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers and times as Python's servers print them. */
public final class Numbers {
    private static final double PLACES = 1000;
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS", Locale.ROOT);
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss", Locale.ROOT);

    private Numbers() {}

    /** To three places; null, as JSON has it, for what is no number. */
    public static @Nullable Double rounded(double number) {
        return Double.isFinite(number) ? Math.rint(number * PLACES) / PLACES + 0.0 : null;
    }

    /** In seconds, to three places. */
    public static double seconds(Duration duration) {
        return duration.toMillis() / PLACES;
    }

    /** Seconds since 1970. */
    public static BigDecimal epoch(Instant time) {
        return BigDecimal.valueOf(time.toEpochMilli(), 3);
    }

    /** In UTC and without a zone, with microseconds unless there are none. */
    public static String isoWithoutZone(Instant time) {
        Instant shown = time.truncatedTo(ChronoUnit.MICROS);
        boolean isWhole = shown.equals(time.truncatedTo(ChronoUnit.SECONDS));
        return (isWhole ? SECONDS : MICROS).format(LocalDateTime.ofInstant(shown, ZoneOffset.UTC));
    }
}
