package dev.sotto.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.job.port.Claim;
import dev.sotto.job.port.JobAnswer;
import dev.sotto.job.port.LeaseStatus;
import dev.sotto.job.port.OutboxEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random histories of submissions, workers that live, die, repeat themselves and come too late, cancellations, crashes
 * and clock jumps; after every step the store must hold exactly what {@link HistoryModel} says. {@code
 * -Dsotto.history.seed=N} replays one history, {@code -Dsotto.histories=N} runs more.
 */
public abstract class JobHistoryContract extends JobStoreContract {
    private static final int STEPS = 120;
    private static final int HISTORIES = Integer.getInteger("sotto.histories", 12);

    private final HistoryModel model = new HistoryModel(JobPolicy.DEFAULT_FAILURES_MAX, JobPolicy.DEFAULT_LOSSES_MAX);
    /** Every lease ever given, the outdated ones too: late workers write with those. */
    private final List<Lease> leases = new ArrayList<>();

    private Random random = new Random(0);

    static List<Long> seeds() {
        Long fixed = Long.getLong("sotto.history.seed");
        if (fixed != null) {
            return List.of(fixed);
        }
        Random fresh = new Random();
        List<Long> seeds = new ArrayList<>(List.of(1L, 2L));
        while (seeds.size() < HISTORIES) {
            seeds.add(fresh.nextLong());
        }
        return seeds;
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void any_history_leaves_what_the_model_says(long seed) {
        random = new Random(seed);
        for (int step = 0; step < STEPS; step++) {
            step();
            compare("seed %d, step %d".formatted(seed, step));
        }
        crashAndReopen();
        model.restarted();
        compare("seed %d, at last".formatted(seed));
        assertThat(model.jobs).as("seed %d made jobs", seed).isNotEmpty();
    }

    private void step() {
        switch (random.nextInt(16)) {
            case 0, 1, 2 -> submitOne();
            case 3, 4, 5, 6 -> claimOne();
            case 7, 8 -> checkpointOne();
            case 9 -> succeedOne();
            case 10 -> failOne();
            case 11 -> releaseOne();
            case 12 -> cancelOne();
            case 13 -> retryOne();
            case 14 -> pass();
            default -> crashOrSweep();
        }
    }

    private void submitOne() {
        JobSpec.Builder spec = spec(random.nextBoolean() ? ANN : BOB)
                .priority(random.nextInt(10))
                .endpoints(List.of("e"));
        Instant dueAt = clock.instant();
        Instant expiresAt = Instant.MAX;
        if (random.nextInt(4) == 0) {
            dueAt = dueAt.plusSeconds(1 + random.nextInt(20));
            spec.notBefore(dueAt);
        }
        if (random.nextInt(4) == 0) {
            expiresAt = clock.instant().plusSeconds(1 + random.nextInt(60));
            spec.expiresAt(expiresAt);
        }
        model.submitted(submit(spec.build()).id(), dueAt, expiresAt);
    }

    private void claimOne() {
        Optional<Claim> claim = maybeClaim();
        boolean isExpected = model.jobs.keySet().stream().anyMatch(id -> model.isClaimable(id, clock.instant()));
        assertThat(claim.isPresent()).as("something to claim").isEqualTo(isExpected);
        if (claim.isPresent()) {
            JobId id = claim.get().job().id();
            model.claimed(id, clock.instant(), LEASE);
            assertThat(claim.get().checkpoints()).hasSize(model.jobs.get(id).windows);
            leases.add(claim.get().lease());
        }
    }

    private void checkpointOne() {
        anyLease().ifPresent(lease -> {
            int next = model.jobs.get(lease.job()).windows;
            Checkpoint window = new Checkpoint(next, new Progress(next, 99), "part" + next, "");
            boolean isHeld = model.checkpointed(lease.job(), lease.fence(), clock.instant(), LEASE);
            LeaseStatus standing = store.queue().checkpoint(lease, window, LEASE);
            assertThat(standing != LeaseStatus.LOST).isEqualTo(isHeld);
            if (isHeld && random.nextBoolean()) {
                assertThat(store.queue().checkpoint(lease, window, LEASE)).isEqualTo(standing);
            }
        });
    }

    private void succeedOne() {
        anyLease().ifPresent(lease -> {
            String result = "result of " + lease.fence();
            boolean isHeld = model.succeeded(lease.job(), lease.fence(), result);
            assertThat(store.queue().succeed(lease, result).isPresent()).isEqualTo(isHeld);
            assertThat(store.queue().succeed(lease, "delivered twice")).isEmpty();
        });
    }

    private void failOne() {
        anyLease().ifPresent(lease -> {
            boolean isFinal = random.nextInt(3) == 0;
            boolean isHeld = model.failed(lease.job(), lease.fence(), isFinal);
            Optional<Job> after = store.queue().fail(lease, isFinal ? FINAL : PASSING);
            assertThat(after.isPresent()).isEqualTo(isHeld);
            after.filter(job -> job.state() == JobState.QUEUED).ifPresent(job -> {
                assertThat(job.dueAt())
                        .isBetween(clock.instant(), clock.instant().plus(Duration.ofMinutes(10)));
                model.jobs.get(lease.job()).dueAt = job.dueAt();
            });
        });
    }

    private void releaseOne() {
        anyLease().ifPresent(lease -> {
            boolean isHeld = model.released(lease.job(), lease.fence());
            assertThat(store.queue().release(lease).isPresent()).isEqualTo(isHeld);
            if (isHeld) {
                model.jobs.get(lease.job()).dueAt = clock.instant();
            }
        });
    }

    private void cancelOne() {
        anyJob().ifPresent(id -> {
            boolean isDone = model.cancelled(id);
            assertThat(store.tenantJobs().cancel(tenantOf(id), id) instanceof JobAnswer.Done)
                    .isEqualTo(isDone);
        });
    }

    private void retryOne() {
        anyJob().ifPresent(id -> {
            boolean isDone = model.retried(id);
            assertThat(store.tenantJobs().retry(Tenant.unlimited(tenantOf(id)), id) instanceof JobAnswer.Done)
                    .isEqualTo(isDone);
            if (isDone) {
                model.jobs.get(id).dueAt = clock.instant();
            }
        });
    }

    private void pass() {
        clock.advance(random.nextInt(10) == 0 ? Duration.ofHours(1) : Duration.ofSeconds(1 + random.nextInt(20)));
    }

    private void crashOrSweep() {
        if (random.nextBoolean()) {
            crashAndReopen();
            model.restarted();
        } else {
            store.maintenance().sweep(WORKER, 1000);
            model.swept(clock.instant());
        }
        // A job taken back is due at once; when exactly that was is the store's to say.
        model.jobs.forEach((id, job) -> {
            if (job.state == JobState.QUEUED) {
                job.dueAt =
                        store.tenantJobs().find(tenantOf(id), id).orElseThrow().dueAt();
            }
        });
    }

    private Optional<Lease> anyLease() {
        if (leases.isEmpty()) {
            return Optional.empty();
        }
        int recent = Math.min(leases.size(), random.nextBoolean() ? 3 : leases.size());
        return Optional.of(leases.get(leases.size() - 1 - random.nextInt(recent)));
    }

    private Optional<JobId> anyJob() {
        List<JobId> ids = List.copyOf(model.jobs.keySet());
        return ids.isEmpty() ? Optional.empty() : Optional.of(ids.get(random.nextInt(ids.size())));
    }

    private String tenantOf(JobId id) {
        return store.tenantJobs().find("ann", id).isPresent() ? "ann" : "bob";
    }

    private void compare(String where) {
        Set<String> messageIds = new HashSet<>();
        int messages = 0;
        for (var expected : model.jobs.entrySet()) {
            JobId id = expected.getKey();
            HistoryModel.Entry entry = expected.getValue();
            String tenant = tenantOf(id);
            Job job = store.tenantJobs().find(tenant, id).orElseThrow();
            assertThat(job.state()).as("%s: state of %s", where, id).isEqualTo(entry.state);
            assertThat(job.tries().fence()).as("%s: fence of %s", where, id).isEqualTo(entry.fence);
            assertThat(job.tries().failures())
                    .as("%s: failures of %s", where, id)
                    .isEqualTo(entry.failures);
            assertThat(job.tries().losses()).as("%s: losses of %s", where, id).isEqualTo(entry.losses);
            assertThat(store.tenantJobs().result(tenant, id).orElse(""))
                    .as("%s: result of %s", where, id)
                    .isEqualTo(entry.result);
            List<OutboxEntry> outbox = store.tenantJobs().outbox(tenant, id);
            assertThat(outbox).as("%s: ends told of %s", where, id).hasSize(entry.ends);
            messages += outbox.size();
            outbox.forEach(message -> messageIds.add(message.id()));
        }
        assertThat(messageIds).as("%s: message ids", where).hasSize(messages);
    }
}
