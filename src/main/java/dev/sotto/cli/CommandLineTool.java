package dev.sotto.cli;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The program as a person types it: {@code sotto COMMAND}. Used once per process, by the main thread. */
public final class CommandLineTool {
    private static final String NAME = "sotto";

    private final Services services;
    private final Terminal terminal;
    private final Interrupts interrupts;
    private final String version;

    /**
     * Does nothing yet.
     *
     * @param version as {@code --version} says it
     */
    public CommandLineTool(Services services, Terminal terminal, Interrupts interrupts, String version) {
        this.services = services;
        this.terminal = terminal;
        this.interrupts = interrupts;
        this.version = version;
    }

    /** Runs one command to its end and returns the exit code; never throws, never ends the process. */
    public int run(String... arguments) {
        CommandLine commands = new CommandLine(new Root());
        commands.addSubcommand(new ServeCommand(services));
        commands.addSubcommand(new TranscribeCommand(services, terminal, interrupts));
        commands.addSubcommand(new PullCommand(services, terminal, interrupts));
        commands.addSubcommand(new ModelsCommand(services, terminal));
        commands.addSubcommand(new KeysCommand(services, terminal));
        commands.addSubcommand(new BackupCommand(services, terminal));
        commands.addSubcommand(new DoctorCommand(services, terminal));
        commands.getCommandSpec().version(NAME + " " + version);
        commands.setOut(writer(terminal.out())).setErr(writer(terminal.err()));
        commands.setExecutionExceptionHandler((failure, line, parsed) -> failed(failure, line));
        return commands.execute(arguments);
    }

    private int failed(Exception failure, CommandLine command) {
        terminal.err().println(NAME + ": " + Faults.sentence(failure));
        int code = ExitCode.of(failure);
        if (code == ExitCode.USAGE) {
            terminal.err().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        }
        return code;
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }

    @SuppressWarnings("UnusedVariable") // picocli reads the two flags itself
    @Command(name = NAME, description = "Self-hosted Whisper transcription.", synopsisSubcommandLabel = "COMMAND")
    private static final class Root implements Runnable {
        @Spec
        private @Nullable CommandSpec spec;

        @Option(
                names = {"-h", "--help"},
                usageHelp = true,
                scope = ScopeType.INHERIT,
                description = "show this help and exit")
        private boolean isHelpWanted;

        @Option(names = "--version", versionHelp = true, description = "show the version and exit")
        private boolean isVersionWanted;

        @Override
        public void run() {
            if (spec != null) {
                throw new ParameterException(spec.commandLine(), "expected a command");
            }
        }
    }
}
