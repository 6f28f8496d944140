package dev.sotto.cli;

import dev.sotto.data.BackupSummary;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Copies a backup into a data folder that has no store, and checks it as it does so. */
@Command(
        name = "restore",
        description = "Make the data folder what a backup holds; it must not hold a store. No server may run on it.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:everything is there and checked; a server can be started",
            "2:the data folder holds a store already, or an interrupted restore left restored.part in it: delete that",
            "70:an internal error",
            "74:the data folder cannot be written",
            "78:no backup, or a damaged one; a waiting job without its recording; encrypted secrets of webhooks"
                    + " without their key; settings that cannot be used. The message says which",
            "130:interrupted by Ctrl-C",
            "143:ended by SIGTERM"
        })
final class RestoreCommand implements Callable<Integer> {
    private final Services services;
    private final Terminal terminal;

    @Parameters(paramLabel = "FOLDER", description = "as 'sotto backup' made it; stays as it is")
    private Path folder = Path.of("");

    @Option(names = "--config", paramLabel = "FILE", description = "settings file (default: conf/sotto.yaml)")
    private Optional<Path> config = Optional.empty();

    RestoreCommand(Services services, Terminal terminal) {
        this.services = services;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        BackupSummary made =
                services.restore(new BackupRequest(folder.toAbsolutePath().normalize(), config));
        terminal.err()
                .println(String.format(
                        Locale.ROOT,
                        "%d jobs, %d of them not ended, and %d recordings were restored and checked.",
                        made.jobs(),
                        made.waiting(),
                        made.recordings()));
        return ExitCode.DONE;
    }
}
