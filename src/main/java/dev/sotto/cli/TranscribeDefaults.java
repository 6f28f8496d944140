package dev.sotto.cli;

import dev.sotto.format.DocumentFields;
import dev.sotto.transcript.field.Fields;
import dev.sotto.transcript.field.TranscriptionFields;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Says in the help what an option stands for that is left out: what a reader of nothing gets. */
final class TranscribeDefaults implements IDefaultValueProvider {
    private final Map<String, Optional<String>> byOption;

    TranscribeDefaults() {
        Fields nothing = Fields.none();
        var unused = List.of(TranscriptionFields.reference(nothing).build(), DocumentFields.layout(nothing, false));
        byOption = nothing.defaults().entrySet().stream()
                .collect(Collectors.toMap(entry -> CommandLineFields.spelled(entry.getKey()), Map.Entry::getValue));
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        return argument instanceof OptionSpec option
                ? byOption.getOrDefault(option.longestName(), Optional.empty()).orElse(null)
                : null;
    }
}
