package dev.sotto.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class QuotaTest {
    private static final Instant TEN_TO_MIDNIGHT = Instant.parse("2026-11-25T23:50:00Z");

    @Test
    void last_job_of_a_day_may_overdraw_and_the_next_waits_until_utc_midnight() {
        DailyQuota quota = DailyQuota.startedAt(TEN_TO_MIDNIGHT).charged(3599, TEN_TO_MIDNIGHT);
        Admission last = quota.admit(3600, TEN_TO_MIDNIGHT);
        assertThat(last.isAdmitted()).isTrue();
        assertThat(last.remaining()).isEqualTo(1);

        Admission refused = quota.charged(100, TEN_TO_MIDNIGHT).admit(3600, TEN_TO_MIDNIGHT);
        assertThat(refused.isAdmitted()).isFalse();
        assertThat(refused.remaining()).isZero();
        assertThat(refused.retryAfter()).isEqualTo(Duration.ofMinutes(10));
        assertThat(refused.headers("audio-seconds"))
                .containsEntry("x-ratelimit-limit-audio-seconds", "3600")
                .containsEntry("x-ratelimit-reset-audio-seconds", "600s")
                .containsEntry("retry-after", "120");
    }

    @Test
    void new_day_begins_at_nothing_used() {
        DailyQuota quota = DailyQuota.startedAt(TEN_TO_MIDNIGHT).charged(5000, TEN_TO_MIDNIGHT);
        Instant midnight = TEN_TO_MIDNIGHT.plus(Duration.ofMinutes(10));
        assertThat(quota.admit(3600, midnight.minusNanos(1)).isAdmitted()).isFalse();
        assertThat(quota.admit(3600, midnight).remaining()).isEqualTo(3600);
        assertThat(quota.charged(5, midnight).usedSeconds()).isEqualTo(5);
    }

    @Test
    void clock_set_back_a_day_gives_no_second_allowance() {
        DailyQuota quota = DailyQuota.startedAt(TEN_TO_MIDNIGHT).charged(5000, TEN_TO_MIDNIGHT);
        assertThat(quota.admit(3600, TEN_TO_MIDNIGHT.minus(Duration.ofDays(1))).isAdmitted())
                .isFalse();
    }

    @Test
    void refund_gives_back_and_never_more_than_was_used() {
        DailyQuota quota = DailyQuota.startedAt(TEN_TO_MIDNIGHT).charged(100, TEN_TO_MIDNIGHT);
        assertThat(quota.charged(-40, TEN_TO_MIDNIGHT).usedSeconds()).isEqualTo(60);
        assertThat(quota.charged(-400, TEN_TO_MIDNIGHT).usedSeconds()).isZero();
    }
}
