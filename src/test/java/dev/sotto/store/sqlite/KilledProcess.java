package dev.sotto.store.sqlite;

import dev.sotto.job.Job;
import dev.sotto.job.JobPolicy;
import dev.sotto.job.JobRules;
import dev.sotto.job.JobSpec;
import dev.sotto.job.Tenant;
import dev.sotto.job.WorkKind;
import dev.sotto.job.port.Claim;
import dev.sotto.job.port.JobAnnouncer.Announcement;
import dev.sotto.job.port.JobStore;
import dev.sotto.job.port.Submission;
import dev.sotto.job.port.TranscriptEdits.Edit;
import dev.sotto.store.sql.SqlJobStore;
import dev.sotto.transcript.WorkClass;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Submits and finishes jobs as fast as the disk allows, and says so after each answer: {@code submitted ID}, {@code
 * succeeded ID}, {@code edited ID}. Its parent kills it at any moment.
 */
final class KilledProcess {
    private KilledProcess() {}

    public static void main(String[] arguments) {
        Random random = new Random();
        var clock = InstantSource.system();
        var database = SqliteDatabase.open(SqliteSettings.in(Path.of(arguments[0])), clock);
        JobStore store = SqlJobStore.on(
                database,
                new JobRules(JobPolicy.defaults(), random),
                clock,
                random,
                (job, outcome, audience) -> Optional.of(new Announcement(
                        job.state().wireName(), outcome.result().orElse("-"))));
        PrintStream out = new PrintStream(System.out, true);
        var spec = JobSpec.builder(Tenant.unlimited("a"), WorkKind.TRANSCRIBE, "blob", "x".repeat(600))
                .endpoints(List.of("e"))
                .build();
        for (int i = 0; i < 100_000; i++) {
            if (store.tenantJobs().submit(spec) instanceof Submission.Accepted accepted) {
                out.println("submitted " + accepted.job().id());
            }
            if (i % 2 == 0) {
                Claim claim = store.queue()
                        .claim(WorkKind.TRANSCRIBE, WorkClass.BULK, "worker", Duration.ofSeconds(30))
                        .orElseThrow();
                if (store.queue()
                        .succeed(claim.lease(), "text of " + claim.job().id())
                        .isPresent()) {
                    out.println("succeeded " + claim.job().id());
                    edit(store, claim.job(), out);
                }
            }
        }
    }

    private static void edit(JobStore store, Job job, PrintStream out) {
        List<Edit> edits = List.of(new Edit(1, "op_1", "edit of " + job.id(), Instant.EPOCH));
        if (store.edits().append("a", job.id(), edits)) {
            out.println("edited " + job.id());
        }
    }
}
