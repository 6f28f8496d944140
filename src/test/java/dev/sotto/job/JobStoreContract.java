package dev.sotto.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.fault.FaultCode;
import dev.sotto.job.port.Claim;
import dev.sotto.job.port.JobAnnouncer;
import dev.sotto.job.port.JobAnnouncer.Announcement;
import dev.sotto.job.port.JobAnswer;
import dev.sotto.job.port.JobStore;
import dev.sotto.job.port.Submission;
import dev.sotto.testing.SettableClock;
import dev.sotto.transcript.WorkClass;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What all contract tests share: a store over fresh data, a clock that stands, and short ways to make and take jobs. */
abstract class JobStoreContract {
    static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    static final Duration LEASE = Duration.ofSeconds(30);
    static final String WORKER = "worker";
    static final Tenant ANN = Tenant.unlimited("ann");
    static final Tenant BOB = Tenant.unlimited("bob");
    static final JobFailure PASSING = new JobFailure(FaultCode.INTERNAL, "went wrong");
    static final JobFailure FINAL = new JobFailure(FaultCode.INVALID_MEDIA, "not audio");
    static final JobAnnouncer PLAIN = (job, outcome, audience) -> Optional.of(new Announcement(
            job.state().wireName(),
            "%s %s %s".formatted(job.id(), audience.endpoint(), outcome.result().orElse("-"))));

    final SettableClock clock = new SettableClock(START);
    StoreBench bench;
    JobStore store;
    /** Each opening draws ids of its own. */
    private long opened = 1000;

    protected abstract StoreBench bench();

    @BeforeEach
    void open_a_store_over_fresh_data() {
        bench = bench();
        store = bench.open(JobPolicy.defaults(), clock, 1, PLAIN);
    }

    @AfterEach
    void close_it() {
        bench.close();
    }

    void crashAndReopen() {
        bench.crash();
        store = bench.open(JobPolicy.defaults(), clock, ++opened, PLAIN);
    }

    static JobSpec.Builder spec(Tenant tenant) {
        return JobSpec.builder(tenant, WorkKind.TRANSCRIBE, "blob", "{\"task\":\"transcribe\"}")
                .costSeconds(60);
    }

    Job submit(JobSpec spec) {
        Submission answer = store.tenantJobs().submit(spec);
        assertThat(answer).isInstanceOf(Submission.Accepted.class);
        return ((Submission.Accepted) answer).job();
    }

    Job submit(Tenant tenant) {
        return submit(spec(tenant).build());
    }

    Claim claim() {
        return maybeClaim().orElseThrow();
    }

    Optional<Claim> maybeClaim() {
        return store.queue().claim(WorkKind.TRANSCRIBE, WorkClass.BULK, WORKER, LEASE);
    }

    Job found(Job job) {
        return store.tenantJobs().find(job.tenant(), job.id()).orElseThrow();
    }

    Job done(JobAnswer answer) {
        assertThat(answer).isInstanceOf(JobAnswer.Done.class);
        return ((JobAnswer.Done) answer).job();
    }

    List<String> messages(Job job) {
        return store.tenantJobs().outbox(job.tenant(), job.id()).stream()
                .map(entry -> entry.eventType() + ": " + entry.payload())
                .toList();
    }
}
