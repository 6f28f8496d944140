package dev.sotto.api.http;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Times as callers see them: seconds since 1970 with milliseconds, in plain digits. A double would print as 1.79E9. */
public final class EpochSeconds {
    private static final int MILLIS_DIGITS = 3;

    private EpochSeconds() {}

    public static BigDecimal of(Instant time) {
        return BigDecimal.valueOf(time.toEpochMilli(), MILLIS_DIGITS);
    }

    /** Null, as JSON has it, for a time that is not. */
    public static @Nullable BigDecimal of(Optional<Instant> time) {
        return time.map(EpochSeconds::of).orElse(null);
    }
}
