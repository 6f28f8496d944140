package dev.sotto.worker.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.bus.Recordings;
import dev.sotto.job.Job;
import dev.sotto.job.JobSpec;
import dev.sotto.job.WorkKind;
import dev.sotto.job.port.BlobStore;
import dev.sotto.job.port.JobMaintenance;
import dev.sotto.job.port.StoreError;
import dev.sotto.job.port.StoreException;
import dev.sotto.testing.Eventually;
import dev.sotto.testing.FaultyBlobStore;
import dev.sotto.transcript.WorkClass;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Maintenance over a real store and a disk that does not delete everything. */
@Timeout(60)
class MaintenanceVerticleTest {
    private static final Duration SOON = Duration.ofMillis(20);
    private static final Duration NEVER = Duration.ofDays(1);
    private static final Duration LEASE = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    private JobBench bench;
    private final Set<String> stuck = ConcurrentHashMap.newKeySet();
    private final Set<String> deleters = ConcurrentHashMap.newKeySet(); // names of threads

    @BeforeEach
    void open() {
        bench = new JobBench(folder);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void a_recording_that_cannot_be_deleted_keeps_no_other_and_is_deleted_when_it_can_be() throws Exception {
        List<String> keys = List.of(bench.recording(), bench.recording(), bench.recording());
        stuck.add(keys.get(0));
        keys.forEach(this::endedJob);
        MaintenanceVerticle verticle = new MaintenanceVerticle(
                bench.store.maintenance(),
                blobs(),
                "worker",
                InstantSource.system(),
                new MaintenanceVerticle.Rounds(SOON, NEVER));
        String deployment = bench.vertx.deployVerticle(verticle).await(20, TimeUnit.SECONDS);
        Eventually.get(bench.blobs::keys, left -> left.equals(stuck));
        bench.vertx.undeploy(deployment).await(20, TimeUnit.SECONDS);

        bench.deploy(new MaintenanceVerticle(
                bench.store.maintenance(),
                blobs(),
                "worker",
                InstantSource.system(),
                new MaintenanceVerticle.Rounds(NEVER, SOON)));
        stuck.clear();
        Eventually.get(bench.blobs::keys, Set::isEmpty);
    }

    @Test
    void a_recording_whose_job_is_not_written_yet_outlives_a_round() {
        OrphanedBlobs left =
                new OrphanedBlobs(bench.store.maintenance(), bench.blobs, new Recordings(bench.vertx, bench.blobs));
        String key = bench.recording();
        left.round();
        assertThat(bench.blobs.keys()).containsExactly(key);
        submit(key, NEVER);
        left.round();
        left.round();
        assertThat(bench.blobs.keys()).as("it has a job now").containsExactly(key);
    }

    @Test
    void jobs_are_forgotten_though_others_cannot_be_taken_from_their_workers() throws Exception {
        endedJob(bench.recording());
        JobMaintenance sweepless = new FaultyMaintenance(bench.store.maintenance(), () -> {
            throw planted();
        });
        bench.deploy(new MaintenanceVerticle(
                sweepless, bench.blobs, "worker", InstantSource.system(), new MaintenanceVerticle.Rounds(SOON, NEVER)));
        Eventually.get(bench.blobs::keys, Set::isEmpty);
    }

    @Test
    void a_recording_that_takes_long_to_delete_holds_no_thread_of_the_leases() throws Exception {
        endedJob(bench.recording());
        bench.deploy(new MaintenanceVerticle(
                bench.store.maintenance(),
                blobs(),
                "worker",
                InstantSource.system(),
                new MaintenanceVerticle.Rounds(SOON, NEVER)));
        Eventually.get(bench.blobs::keys, Set::isEmpty);
        assertThat(deleters).isNotEmpty().allMatch(thread -> thread.startsWith("store-recordings"));
    }

    private Job submit(String key, Duration keep) {
        return bench.submit(JobSpec.builder(JobBench.ANN, WorkKind.TRANSCRIBE, key, "{}")
                .retention(keep)
                .build());
    }

    /** Whose time is over at once. */
    private void endedJob(String key) {
        submit(key, Duration.ZERO);
        var claim = bench.store
                .queue()
                .claim(WorkKind.TRANSCRIBE, WorkClass.BULK, "worker", LEASE)
                .orElseThrow();
        bench.store.queue().succeed(claim.lease(), "text");
    }

    private BlobStore blobs() {
        return new FaultyBlobStore(bench.blobs).beforeDelete(key -> {
            deleters.add(Thread.currentThread().getName());
            if (stuck.contains(key)) {
                throw planted();
            }
        });
    }

    private static StoreException planted() {
        return new StoreException(StoreError.UNAVAILABLE, "planted");
    }
}
