package dev.sotto.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("heavy")
class ConfigCommandTest {
    @TempDir
    Path folder;

    private final Session session = new Session();

    @Test
    void settings_are_a_table_of_key_value_and_origin() {
        assertThat(session.run("config")).isZero();
        assertThat(session.out()).isEqualTo("""
            SETTING    VALUE  FROM
            http.port  8080   conf/sotto.yaml:7
            hub.token  ""     default
            """);
    }

    @Test
    void another_file_may_be_named() {
        assertThat(session.run("config", "--config", "other.yaml")).isZero();
        assertThat(session.out()).contains("other.yaml:7");
    }

    @Test
    void settings_that_cannot_be_used_end_with_78_and_their_faults() {
        session.services.fault =
                Optional.of(CommandException.settings(new IllegalStateException("conf/sotto.yaml:3: http.prot")));
        assertThat(session.run("config")).isEqualTo(78);
        assertThat(session.err()).contains("sotto: conf/sotto.yaml:3: http.prot");
    }

    @Test
    void import_prints_what_was_made_of_the_file() throws Exception {
        Path file = Files.writeString(folder.resolve("old.env"), "PORT=1\n");
        assertThat(session.run("config", "import", file.toString())).isZero();
        assertThat(session.out()).isEqualTo(file + "\nPORT=1\n");
    }

    @Test
    void missing_file_to_import_ends_with_66() {
        assertThat(session.run("config", "import", folder.resolve("none.env").toString()))
                .isEqualTo(66);
        assertThat(session.err()).contains("none.env: no such file");
    }
}
