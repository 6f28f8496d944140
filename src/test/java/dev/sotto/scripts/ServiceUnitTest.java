package dev.sotto.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The shipped unit of systemd, judged by systemd's own tool, which needs no running systemd. */
@Tag("heavy")
class ServiceUnitTest {
    private static final Path ANALYZE = Path.of("/usr/bin/systemd-analyze");
    private static final Path UNIT =
            Path.of(System.getProperty("sotto.home", "."), "src/main/deploy/systemd/sotto.service");
    /** Of an exposure from 0 to 100; systemd shows a tenth of it. */
    private static final int EXPOSURE_MAX = 15;

    @Test
    void service_is_exposed_as_little_as_a_program_that_compiles_code_can_be() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(ANALYZE), "systemd-analyze is not installed here");
        Process process = new ProcessBuilder(
                        ANALYZE.toString(),
                        "security",
                        "--offline=yes",
                        "--no-pager",
                        "--threshold=" + EXPOSURE_MAX,
                        UNIT.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        assertThat(said).contains("Overall exposure level");
    }
}
