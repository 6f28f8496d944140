package dev.sotto.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;

/** Shows the settings, and makes them out of those of another server. */
@Command(
        name = "config",
        description =
                "Show every setting as a server started now takes it, and where it comes from; 'sotto config import"
                        + " FILE.env' makes settings of those of another server.",
        scope = ScopeType.INHERIT,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "2:the command line is wrong",
            "66:no such file to import",
            "70:an internal error",
            "74:the file to import cannot be read",
            "78:the settings cannot be used, or those to import are not in UTF-8",
            "130:interrupted by Ctrl-C",
            "143:ended by SIGTERM"
        })
final class ConfigCommand implements Callable<Integer> {
    private static final String EMPTY = "\"\"";

    private final Services services;
    private final Terminal terminal;

    @Option(names = "--config", paramLabel = "FILE", description = "settings file (default: conf/sotto.yaml)")
    private Optional<Path> config = Optional.empty();

    ConfigCommand(Services services, Terminal terminal) {
        this.services = services;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("SETTING", "VALUE", "FROM"));
        for (SettingLine line : services.settings(config)) {
            rows.add(List.of(line.key(), line.value().isEmpty() ? EMPTY : line.value(), line.origin()));
        }
        terminal.out().print(ModelsCommand.table(rows));
        terminal.out().flush();
        return ExitCode.DONE;
    }

    @Command(
            name = "import",
            description = "Print the settings that do what the variables of an old .env file did, as YAML.")
    int importFile(@Parameters(paramLabel = "FILE", description = "NAME=VALUE lines") Path file) throws IOException {
        byte[] variables;
        try {
            variables = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw CommandException.noSuchFile(file + ": no such file", e);
        }
        terminal.out().print(services.importedSettings(file.toString(), variables));
        terminal.out().flush();
        return ExitCode.DONE;
    }
}
