package dev.sotto.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JobDurationsTest {
    private final JobDurations durations = new JobDurations();

    @Test
    void nothing_is_known_before_the_first_job() {
        assertThat(durations.median()).isEmpty();
        durations.add(4);
        assertThat(durations.median()).contains(4.0);
    }

    @Test
    void one_job_of_hours_among_clips_changes_nothing() {
        for (double seconds : new double[] {2, 3, 9_000, 2.5, 3.5}) {
            durations.add(seconds);
        }
        assertThat(durations.median()).contains(3.0);
    }

    @Test
    void last_fifteen_jobs_count() {
        for (int i = 0; i < 100; i++) {
            durations.add(1);
        }
        for (int i = 0; i < 8; i++) {
            durations.add(10);
        }
        assertThat(durations.median()).contains(10.0);
    }
}
