package dev.sotto.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.format.DocumentFields;
import dev.sotto.transcript.PromptOptions;
import dev.sotto.transcript.VoiceActivity;
import dev.sotto.transcript.field.Fields;
import dev.sotto.transcript.field.TranscriptionFields;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What the command line declares is what is read, and its help says the records' defaults. */
@Tag("heavy")
class TranscribeDefaultsTest {
    private static final Set<String> NO_FIELDS =
            Set.of("--format", "--output-dir", "--model", "--device", "--compute-type", "--threads", "--quiet");

    @Test
    void every_option_is_read_and_every_field_that_is_read_is_an_option() {
        Fields fields = Fields.none();
        assertThat(TranscriptionFields.reference(fields).build()).isNotNull();
        assertThat(DocumentFields.layout(fields, false)).isNotNull();
        Set<String> read = new TreeSet<>();
        fields.defaults().keySet().forEach(name -> read.add(CommandLineFields.spelled(name)));
        Set<String> declared = new TreeSet<>();
        for (OptionSpec option : transcribe().options()) {
            declared.add(option.longestName().replaceFirst("^--no-(?=condition)", "--"));
        }
        declared.removeAll(NO_FIELDS);
        assertThat(declared).isEqualTo(read);
    }

    @Test
    void the_help_says_the_defaults_of_the_records() {
        Session session = new Session();
        assertThat(session.run("transcribe", "--help")).isZero();
        String help = session.out().replaceAll("\\s+", " ");
        assertThat(help)
                .contains("no prompt for the next one (default: %s)"
                        .formatted(PromptOptions.DEFAULTS.promptResetOnTemperature()))
                .contains("part of the speech (default: %d)".formatted(VoiceActivity.DEFAULTS.minSilenceMillis()))
                .contains("mix: all channels as one; split: each by itself, merged by time (default: mix)")
                .doesNotContain("default: null")
                .doesNotContain("DEFAULT-VALUE");
    }

    private static CommandSpec transcribe() {
        Session session = new Session();
        return new CommandLine(new TranscribeCommand(session.services, session.terminal(), action -> () -> {}))
                .getCommandSpec();
    }
}
