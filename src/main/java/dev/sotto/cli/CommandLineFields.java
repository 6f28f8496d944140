package dev.sotto.cli;

import dev.sotto.transcript.field.Fields;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The options that a person typed, as fields: {@code --beam-size} is the field {@code beam_size}. */
final class CommandLineFields {
    /** Where the command is called otherwise than the field. */
    private static final Map<String, String> OWN_SPELLING =
            Map.of("start_seconds", "--start", "end_seconds", "--end", "num_speakers", "--speakers");

    private CommandLineFields() {}

    /** As this command spells a field. */
    static String spelled(String name) {
        return OWN_SPELLING.getOrDefault(name, "--" + name.replace('_', '-'));
    }

    static Fields of(ParseResult typed) {
        return Fields.typed(name -> values(typed, spelled(name)));
    }

    private static List<String> values(ParseResult typed, String option) {
        OptionSpec found = typed.matchedOption(option);
        if (found != null) {
            return List.of(String.valueOf(found.<Object>getValue()));
        }
        return typed.hasMatchedOption(option.replaceFirst("--", "--no-")) ? List.of("false") : List.of();
    }
}
