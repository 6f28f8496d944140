package dev.sotto.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.bus.JobNews;
import dev.sotto.fault.FaultCode;
import dev.sotto.job.FairShare;
import dev.sotto.job.Job;
import dev.sotto.job.JobFailure;
import dev.sotto.job.JobId;
import dev.sotto.job.JobPolicy;
import dev.sotto.job.JobRules;
import dev.sotto.job.JobSpec;
import dev.sotto.job.NextStep;
import dev.sotto.job.Tenant;
import dev.sotto.job.WorkKind;
import dev.sotto.job.port.JobCounts;
import dev.sotto.transcript.WorkClass;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JobMetersTest {
    private static final Instant START = Instant.ofEpochSecond(1_800_000_000);
    private static final Duration LEASE = Duration.ofSeconds(30);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final JobMeters meters = new JobMeters(registry);
    private final JobRules rules = new JobRules(JobPolicy.defaults(), new Random(1));
    private final FairShare share = new FairShare(0, 1);

    @Test
    void fetched_job_waits_once_and_repeats_nothing_when_it_is_handed_on() {
        Job fetching = begun(submitted(WorkKind.FETCH), 5);
        Job fetched = rules.advanced(
                fetching, new NextStep(WorkKind.TRANSCRIBE, "blob", 60, WorkClass.BULK), share, START.plusSeconds(8));
        meters.record(new JobNews.StateChanged(fetched));
        begun(fetched, 9);
        assertThat(registry.get("sotto.job.wait").timer().count()).isEqualTo(1);
        assertThat(registry.find("sotto.job.retries").counter()).isNull();
    }

    @Test
    void attempt_that_fails_in_passing_is_repeated_by_its_reason() {
        Job running = begun(submitted(WorkKind.TRANSCRIBE), 5);
        Job again = rules.failed(running, new JobFailure(FaultCode.INTERNAL, "boom"), START.plusSeconds(6));
        meters.record(new JobNews.StateChanged(again));
        begun(again, 20);
        assertThat(registry.get("sotto.job.retries")
                        .tag("reason", "internal")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("sotto.job.wait").timer().count()).isEqualTo(1);
    }

    @Test
    void speed_of_a_job_falls_into_its_bucket() {
        var prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        Job running = rules.claimed(submitted(WorkKind.TRANSCRIBE), "worker", LEASE, START);
        new JobMeters(prometheus).record(new JobNews.StateChanged(rules.succeeded(running, 9, START.plusSeconds(2))));
        assertThat(prometheus.scrape())
                .contains("sotto_job_speed_bucket{le=\"2.0\"} 0")
                .contains("sotto_job_speed_bucket{le=\"5.0\"} 1")
                .contains("sotto_job_speed_sum 4.5")
                .contains("sotto_audio_seconds_total 9.0");
    }

    @Test
    void queue_is_shown_by_class_of_work() {
        meters.counted(new JobCounts(
                new JobCounts.OfClass(1, 2, 3, 90, Duration.ofMillis(1500)),
                new JobCounts.OfClass(4, 5, 6, 0, Duration.ZERO),
                Duration.ZERO));
        assertThat(registry.get("sotto.queue.audio")
                        .tag("class", "interactive")
                        .gauge()
                        .value())
                .isEqualTo(90);
        assertThat(jobs("due", "interactive")).isEqualTo(1);
        assertThat(jobs("delayed", "interactive")).isEqualTo(2);
        assertThat(jobs("running", "bulk")).isEqualTo(6);
        assertThat(registry.get("sotto.queue.oldest.age")
                        .tag("class", "interactive")
                        .gauge()
                        .value())
                .isEqualTo(1.5);
    }

    private double jobs(String state, String workClass) {
        return registry.get("sotto.queue.jobs")
                .tag("state", state)
                .tag("class", workClass)
                .gauge()
                .value();
    }

    private Job submitted(WorkKind work) {
        JobSpec spec = JobSpec.builder(Tenant.unlimited("anna"), work, "input", "request")
                .build();
        return rules.submitted(new JobId("job_" + "a".repeat(26)), spec, share, START);
    }

    private Job begun(Job waiting, int seconds) {
        Job running = rules.claimed(waiting, "worker", LEASE, START.plusSeconds(seconds));
        meters.record(new JobNews.Started(running, List.of()));
        return running;
    }
}
