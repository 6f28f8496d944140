package dev.sotto.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.testing.Recordings;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short form of {@code scripts/crash-test}. */
@Tag("inference")
class CrashIT {
    /** A busy machine may take long for the whole, but not for one step of it. */
    private static final Duration STEP_MAX = Duration.ofMinutes(5);

    @TempDir
    private Path folder;

    @Test
    void no_acknowledged_job_or_event_is_lost_doubled_or_changed_by_kills_and_jobs_go_on_where_they_were()
            throws Exception {
        Recordings.decode(Recordings.SAMPLE).close(); // skips here, visibly, without ffmpeg
        CrashRun run = new CrashRun(Path.of("").toAbsolutePath(), 65, folder.resolve("data"), 20261125);
        CrashReport report = Watched.run(() -> run.run(2, 5), run::steps, STEP_MAX);
        assertThat(report.isClean()).as("%s", report).isTrue();
        assertThat(report.jobs().resumed()).as("%s", report).isPositive();
        assertThat(report.events().owed()).as("%s", report).isPositive();
    }
}
