package dev.sotto.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.testing.Recordings;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The short form of {@code scripts/crash-test}. */
@Tag("inference")
class CrashIT {
    @TempDir
    private Path folder;

    @Test
    @Timeout(600)
    void no_acknowledged_job_or_event_is_lost_doubled_or_changed_by_kills_and_jobs_go_on_where_they_were()
            throws Exception {
        Recordings.decode(Recordings.SAMPLE).close(); // skips here, visibly, without ffmpeg
        CrashRun run = new CrashRun(Path.of("").toAbsolutePath(), 65, folder.resolve("data"), 20261125);
        CrashReport report = run.run(3, 6);
        assertThat(report.isClean()).as("%s", report).isTrue();
        assertThat(report.jobs().resumed()).as("%s", report).isPositive();
        assertThat(report.events().owed()).as("%s", report).isPositive();
    }
}
