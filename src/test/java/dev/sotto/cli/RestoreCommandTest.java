package dev.sotto.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("heavy") // among the commands there is one that asks programs
class RestoreCommandTest {
    private final Session session = new Session();

    @Test
    void a_person_reads_what_was_restored() {
        assertThat(session.run("restore", "--config", "a.yaml", "copies/monday"))
                .isZero();
        assertThat(session.services.restored)
                .containsExactly(
                        new BackupRequest(Path.of("copies/monday").toAbsolutePath(), Optional.of(Path.of("a.yaml"))));
        assertThat(session.err()).contains("12 jobs, 3 of them not ended, and 2 recordings were restored and checked.");
    }

    @Test
    void a_failure_keeps_its_sentence_and_code() {
        session.services.fault = Optional.of(CommandException.settings(new IllegalStateException("no backup")));
        assertThat(session.run("restore", "copies/monday")).isEqualTo(78);
        assertThat(session.err()).contains("sotto: no backup");
    }

    @Test
    void the_backup_must_be_named() {
        assertThat(session.run("restore")).isEqualTo(ExitCode.USAGE);
        assertThat(session.services.restored).isEmpty();
    }
}
