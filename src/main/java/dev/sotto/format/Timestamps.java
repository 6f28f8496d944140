package dev.sotto.format;

import java.util.Locale;

/** Seconds as text. Rounds half to even, as Python's round() does. */
final class Timestamps {
    private static final long MILLIS_PER_HOUR = 3_600_000;
    private static final double PLACES = 1000;

    private Timestamps() {}

    static long millis(double seconds) {
        if (!(seconds >= 0) || Double.isInfinite(seconds)) {
            throw new IllegalArgumentException("time %s s; expected a number from 0".formatted(seconds));
        }
        return (long) Math.rint(seconds * 1000.0);
    }

    /** To three places, so that a number prints as a plain decimal: 41.776 and not 41.775999999999996. */
    static double rounded(double number) {
        return Math.rint(number * PLACES) / PLACES + 0.0; // no negative zero
    }

    /** Such as {@code 00:00:07,740}. */
    static String srt(long millis) {
        return hours(millis) + ":" + minutes(millis) + ',' + fraction(millis);
    }

    /** Such as {@code 00:00:07.740}; the reference leaves hours out where they are 0, and some readers want them. */
    static String vtt(long millis) {
        return hours(millis) + ":" + minutes(millis) + '.' + fraction(millis);
    }

    private static String hours(long millis) {
        return String.format(Locale.ROOT, "%02d", millis / MILLIS_PER_HOUR);
    }

    private static String minutes(long millis) {
        return String.format(Locale.ROOT, "%02d:%02d", millis / 60_000 % 60, millis / 1_000 % 60);
    }

    private static String fraction(long millis) {
        return String.format(Locale.ROOT, "%03d", millis % 1_000);
    }
}
