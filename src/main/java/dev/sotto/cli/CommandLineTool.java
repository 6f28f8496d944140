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
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The program as a person types it: {@code sotto COMMAND}. Used once per process, by the main thread. */
public final class CommandLineTool {
    private static final String NAME = "sotto";
    private static final String VERBOSE = "--verbose";

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
        commands.addSubcommand(new AlignCommand(services, terminal, interrupts));
        commands.addSubcommand(new PullCommand(services, terminal, interrupts));
        commands.addSubcommand(new ModelsCommand(services, terminal));
        commands.addSubcommand(new KeysCommand(services, terminal));
        commands.addSubcommand(new ConfigCommand(services, terminal));
        commands.addSubcommand(new BackupCommand(services, terminal));
        commands.addSubcommand(new RestoreCommand(services, terminal));
        commands.addSubcommand(new DoctorCommand(services, terminal));
        commands.addSubcommand(new HealthCommand(services, terminal));
        commands.addSubcommand(new DrainCommand(services, terminal));
        commands.addSubcommand(new HelpCommand(terminal));
        commands.getCommandSpec().version(NAME + " " + version);
        commands.setOut(writer(terminal.out())).setErr(writer(terminal.err()));
        commands.setExecutionExceptionHandler((failure, line, parsed) -> failed(failure, line));
        commands.setParameterExceptionHandler((wrong, words) -> wrong(wrong));
        commands.setExecutionStrategy(this::execute);
        return commands.execute(arguments);
    }

    /** A server's log is its voice; beside the answer of any other command it is noise, unless somebody asks for it. */
    private int execute(ParseResult parsed) {
        boolean isServe = parsed.hasSubcommand()
                && parsed.subcommand().commandSpec().name().equals(ServeCommand.NAME);
        if (!isServe && !isVerbose(parsed)) {
            services.quietLog();
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    private static boolean isVerbose(ParseResult parsed) {
        return parsed.asCommandLineList().stream()
                .anyMatch(command -> command.getParseResult().hasMatchedOption(VERBOSE));
    }

    private int failed(Exception failure, CommandLine command) {
        terminal.err().println(NAME + ": " + Faults.sentence(failure));
        int code = ExitCode.of(failure);
        if (code == ExitCode.USAGE) {
            terminal.err().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        }
        return code;
    }

    /** The sentence, without the options: behind two screens of options nobody would see it. */
    private int wrong(ParameterException failure) {
        CommandLine command = failure.getCommandLine();
        terminal.err().println(NAME + ": " + failure.getMessage());
        boolean isGuessed = CommandLine.UnmatchedArgumentException.printSuggestions(failure, command.getErr());
        if (!isGuessed && !command.getSubcommands().isEmpty()) {
            command.usage(command.getErr()); // which commands there are
        }
        terminal.err().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return ExitCode.USAGE;
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }

    @SuppressWarnings("UnusedVariable") // picocli reads the flags itself
    @Command(
            name = NAME,
            description = "Self-hosted Whisper transcription.",
            synopsisSubcommandLabel = "COMMAND",
            exitCodeListHeading = "%nExit codes of all commands (from 64 on as in BSD's sysexits.h):%n",
            exitCodeList = {
                "0:done as asked; of serve also after SIGTERM",
                "1:of several recordings some failed, doctor found something broken, health found no server that is"
                        + " well, drain found none, or the launcher found no Java",
                "2:the command line is wrong",
                "3:the memory that Java may use was exhausted",
                "65:not a recording: no sound in it, empty, damaged or too long",
                "66:no such file",
                "69:ffmpeg is missing or broken",
                "70:an internal error",
                "74:what was to be written cannot be",
                "75:busy, or the network failed; try again later",
                "78:the model, the engine's native library, the settings, the address or the data folder cannot be used",
                "130:interrupted by Ctrl-C",
                "143:ended by SIGTERM; not of serve"
            })
    private static final class Root implements Runnable {
        @Spec
        private @Nullable CommandSpec spec;

        @Option(
                names = {"-h", "--help"},
                usageHelp = true,
                scope = ScopeType.INHERIT,
                description = "show this help and exit")
        private boolean isHelpWanted;

        @Option(
                names = VERBOSE,
                scope = ScopeType.INHERIT,
                description = "log what is done, as serve always does; SOTTO_LOG_LEVEL sets the level")
        private boolean isVerbose;

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
