package dev.sotto.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sotto help COMMAND}: the same text as {@code --help}. Picocli's own command has a {@code -h} that we inherit. */
@Command(
        name = "help",
        description = "Show the help of a command.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "2:there is no such command"})
final class HelpCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "such as transcribe, or keys create")
    private List<String> words = new ArrayList<>();

    @Spec
    private @Nullable CommandSpec spec;

    HelpCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (spec == null) {
            throw new IllegalStateException("picocli sets the specification before it runs a command");
        }
        CommandLine command = spec.root().commandLine();
        for (String word : words) {
            CommandLine sub = command.getSubcommands().get(word);
            if (sub == null) {
                throw CommandException.usage(new IllegalArgumentException(
                        "there is no command '%s'; 'sotto help' lists all".formatted(String.join(" ", words))));
            }
            command = sub;
        }
        terminal.out().print(command.getUsageMessage());
        terminal.out().flush();
        return ExitCode.DONE;
    }
}
