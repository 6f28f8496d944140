package dev.sotto.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.job.JobId;
import dev.sotto.job.JobPolicy;
import dev.sotto.job.JobState;
import dev.sotto.job.port.JobAnnouncer;
import dev.sotto.job.port.JobStore;
import dev.sotto.testing.SettableClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process that writes, several times over one folder, and looks for every job that it had acknowledged. */
@Tag("heavy")
class KillTest {
    private static final int ROUNDS = Integer.getInteger("sotto.kills", 4);

    @TempDir
    Path root;

    private final Set<String> submitted = new LinkedHashSet<>();
    private final Set<String> succeeded = new LinkedHashSet<>();
    private final Set<String> edited = new LinkedHashSet<>();

    @Test
    void no_acknowledged_job_is_lost_when_the_process_is_killed() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        Path folder = root.resolve("0");
        for (int round = 0; round < ROUNDS; round++) {
            runAndKill(folder, 20 + random.nextInt(200));
        }
        SqliteBench bench = new SqliteBench(root);
        JobStore store = bench.open(
                JobPolicy.defaults(), new SettableClock(Instant.parse("2026-03-01T12:00:00Z")), 1, JobAnnouncer.SILENT);
        try {
            for (String id : submitted) {
                var job = store.tenantJobs().find("a", new JobId(id));
                assertThat(job).as("seed %d: %s", seed, id).isPresent();
                boolean hasResult =
                        store.tenantJobs().result("a", new JobId(id)).isPresent();
                int messages = store.tenantJobs().outbox("a", new JobId(id)).size();
                boolean isSucceeded = job.orElseThrow().state() == JobState.SUCCEEDED;
                assertThat(isSucceeded || job.orElseThrow().state() == JobState.QUEUED)
                        .isTrue();
                assertThat(hasResult).as("seed %d: result of %s", seed, id).isEqualTo(isSucceeded);
                assertThat(messages).as("seed %d: messages of %s", seed, id).isEqualTo(isSucceeded ? 1 : 0);
            }
            for (String id : succeeded) {
                assertThat(store.tenantJobs().result("a", new JobId(id))).as(id).contains("text of " + id);
            }
            for (String id : edited) {
                var history = store.edits().history("a", new JobId(id)).orElseThrow();
                assertThat(history.transcript()).isEqualTo("text of " + id);
                assertThat(history.edits())
                        .as("seed %d: edits of %s", seed, id)
                        .singleElement()
                        .matches(edit -> edit.content().equals("edit of " + id));
            }
        } finally {
            bench.close();
        }
        System.out.printf(
                "%d kills: %d jobs, %d results and %d edits acknowledged, 0 lost%n",
                ROUNDS, submitted.size(), succeeded.size(), edited.size());
        assertThat(succeeded).isNotEmpty();
        assertThat(edited).isNotEmpty();
    }

    private void runAndKill(Path folder, int answers) throws IOException, InterruptedException {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledProcess.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines = child.inputReader(StandardCharsets.UTF_8)) {
            for (int i = 0; i < answers; i++) {
                note(lines.readLine());
            }
            // By its handle: Process.destroy would also close the stream that holds its last answers.
            child.toHandle().destroyForcibly();
            child.waitFor();
            for (String rest = lines.readLine(); rest != null; rest = lines.readLine()) {
                note(rest);
            }
        } finally {
            child.destroyForcibly();
        }
    }

    /** A line that the kill cut short is no acknowledgement. */
    private void note(String line) {
        assertThat(line).as("the child's answer").isNotNull();
        if (line.matches("(submitted|succeeded|edited) job_[0-9a-z]{26}")) {
            Set<String> kind =
                    line.startsWith("submitted") ? submitted : line.startsWith("edited") ? edited : succeeded;
            kind.add(line.substring(line.indexOf(' ') + 1));
        }
    }
}
