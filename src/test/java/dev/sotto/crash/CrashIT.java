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
    @Timeout(300)
    void no_acknowledged_job_is_lost_made_twice_or_changed_by_kills() throws Exception {
        Recordings.decode(Recordings.SAMPLE).close(); // skips here, visibly, without ffmpeg
        CrashRun run = new CrashRun(Path.of("").toAbsolutePath(), 65, folder.resolve("data"), 20261125);
        CrashRun.Report report = run.run(3, 6);
        assertThat(report.isClean()).as("%s", report).isTrue();
        assertThat(report.acknowledged()).isPositive();
    }
}
