package dev.sotto.cli;

import dev.sotto.data.BackupSummary;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Copies what the data folder holds and could not be had again, beside a server that may have it. */
@Command(
        name = "backup",
        description = "Copy jobs, results, keys and waiting recordings, also while a server runs.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the backup is complete and checked; its path is printed",
            "2:the folder exists already, or lies in the data folder, or an interrupted backup left FOLDER.part: delete that",
            "70:an internal error",
            "74:the copy cannot be written",
            "75:jobs came and ended too fast, or the store was locked: try again",
            "78:no store, or a damaged one; a waiting job without its recording; encrypted secrets of webhooks without their key; settings that cannot be used. The message says which",
            "130:interrupted by Ctrl-C",
            "143:ended by SIGTERM"
        })
final class BackupCommand implements Callable<Integer> {
    private static final double MEBIBYTE = 1 << 20;

    private final Services services;
    private final Terminal terminal;

    @Parameters(paramLabel = "FOLDER", description = "is made by this; to be kept as private as the data folder")
    private Path folder = Path.of("");

    @Option(names = "--config", paramLabel = "FILE", description = "settings file (default: conf/sotto.yaml)")
    private Optional<Path> config = Optional.empty();

    BackupCommand(Services services, Terminal terminal) {
        this.services = services;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Path target = folder.toAbsolutePath().normalize();
        BackupSummary made = services.backUp(new BackupRequest(target, config));
        terminal.out().println(target);
        terminal.out().flush();
        terminal.err()
                .println(String.format(
                        Locale.ROOT,
                        "%d jobs, %d of them not ended, and %d recordings (%.1f MiB) were copied and checked.",
                        made.jobs(),
                        made.waiting(),
                        made.recordings(),
                        made.recordingBytes() / MEBIBYTE));
        if (!made.hasKey()) {
            terminal.err()
                    .println(
                            "The key that encrypts webhook secrets is not in it; if the settings have one, keep it too.");
        }
        return ExitCode.DONE;
    }
}
