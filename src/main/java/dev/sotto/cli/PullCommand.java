package dev.sotto.cli;

import dev.sotto.transcript.Cancellation;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Fetches one model. */
@Command(
        name = "pull",
        description = "Fetch a model; an interrupted pull goes on where it stopped.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the model is here",
            "2:the name could never be a model's",
            "70:an internal error",
            "74:the model cannot be written",
            "75:the hub or the network failed; try again later",
            "78:no such model, not allowed, or nothing in it that can be used",
            "130:interrupted by Ctrl-C",
            "143:ended by SIGTERM"
        })
final class PullCommand implements Callable<Integer> {
    private static final long MEBIBYTE = 1L << 20;

    private final Services services;
    private final Terminal terminal;
    private final Interrupts interrupts;

    @Parameters(paramLabel = "MODEL", description = "a name of the catalogue (small.en) or a hub id (owner/name)")
    private String model = "";

    @Option(
            names = {"-q", "--quiet"},
            description = "no progress bar")
    private boolean isQuiet;

    PullCommand(Services services, Terminal terminal, Interrupts interrupts) {
        this.services = services;
        this.terminal = terminal;
        this.interrupts = interrupts;
    }

    @Override
    public Integer call() {
        Cancellation cancellation = new Cancellation();
        Path folder;
        Interrupts.Handle handle = interrupts.onInterrupt(cancellation::request);
        try (Progress progress = Progress.of(terminal, isQuiet, model, "MiB", MEBIBYTE)) {
            folder = services.models().pull(model, progress::at, cancellation);
        } finally {
            handle.close();
        }
        terminal.out().println(folder);
        terminal.out().flush();
        return ExitCode.DONE;
    }
}
