package dev.sotto.key;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * Seconds of audio that one key has used on one UTC day. How long a recording is shows only once it is decoded, so a job
 * is admitted while anything is left and charged when its length is known: the last one of a day may overdraw it.
 *
 * <p>Immutable; the store keeps it.
 */
public record DailyQuota(LocalDate day, long usedSeconds) {
    public static DailyQuota startedAt(Instant now) {
        return new DailyQuota(dayOf(now), 0);
    }

    /**
     * Says whether another job may be submitted.
     *
     * @param limitSeconds of the key
     */
    public Admission admit(long limitSeconds, Instant now) {
        long left = Math.max(0, limitSeconds - on(now).usedSeconds);
        boolean isAdmitted = left > 0;
        Duration untilReset = untilMidnight(now);
        return new Admission(isAdmitted, limitSeconds, left, untilReset, isAdmitted ? Duration.ZERO : untilReset);
    }

    /** After a recording of this length; a job that is refunded is charged a negative one. */
    public DailyQuota charged(long seconds, Instant now) {
        DailyQuota today = on(now);
        return new DailyQuota(today.day, Math.max(0, today.usedSeconds + seconds));
    }

    /** On a later day nothing is used; on an earlier one, by a clock set back, what was used still counts. */
    private DailyQuota on(Instant now) {
        return dayOf(now).isAfter(day) ? startedAt(now) : this;
    }

    private static LocalDate dayOf(Instant now) {
        return LocalDate.ofInstant(now, ZoneOffset.UTC);
    }

    private static Duration untilMidnight(Instant now) {
        return Duration.between(
                now, dayOf(now).plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
    }
}
