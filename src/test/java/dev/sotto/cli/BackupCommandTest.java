package dev.sotto.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.data.BackupSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;

class BackupCommandTest {
    private final Session session = new Session();

    @Test
    void folder_is_printed_alone_and_a_person_reads_what_is_in_it() {
        assertThat(session.run("backup", "copies/monday")).isZero();
        Path folder = Path.of("copies/monday").toAbsolutePath();
        assertThat(session.services.backups).containsExactly(new BackupRequest(folder, Optional.empty()));
        assertThat(session.out().strip()).isEqualTo(folder.toString());
        assertThat(session.err())
                .isEqualToIgnoringNewLines(
                        "12 jobs, 3 of them not ended, and 2 recordings (3.0 MiB) were copied and checked.");
    }

    @Test
    void key_that_is_elsewhere_is_told() {
        session.services.backedUp = new BackupSummary(0, 0, 0, 0, false);
        assertThat(session.run("backup", "--config", "a.yaml", "copy")).isZero();
        assertThat(session.services.backups.get(0).config()).contains(Path.of("a.yaml"));
        assertThat(session.err()).contains("The key that encrypts webhook secrets is not in it");
    }

    @Test
    void folder_must_be_named() {
        assertThat(session.run("backup")).isEqualTo(ExitCode.USAGE);
        assertThat(session.services.backups).isEmpty();
    }

    @Test
    void each_kind_of_failure_has_its_exit_code() {
        assertThat(code(CommandException.usage(new IllegalArgumentException("no"))))
                .isEqualTo(2);
        assertThat(code(CommandException.cannotWrite("no", new IOException()))).isEqualTo(74);
        assertThat(code(CommandException.tryLater(new IllegalStateException("no"))))
                .isEqualTo(75);
        assertThat(code(CommandException.settings(new IllegalStateException("no"))))
                .isEqualTo(78);
        assertThat(session.out()).isEmpty();
        assertThat(session.err()).contains("sotto: no");
    }

    @Test
    void manual_has_the_same_exit_codes_in_the_same_words() throws IOException {
        String manual = Files.readString(Path.of("src/docs/operations.md")).replace("`", "");
        String table = Arrays.stream(
                        BackupCommand.class.getAnnotation(Command.class).exitCodeList())
                .map(line -> "| " + line.replaceFirst(":", " | ") + " |\n")
                .collect(Collectors.joining());
        assertThat(manual).contains("| exit code | meaning |\n|---|---|\n" + table + "\n");
    }

    private int code(RuntimeException fault) {
        session.services.fault = Optional.of(fault);
        return session.run("backup", "copy");
    }
}
