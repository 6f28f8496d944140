package dev.sotto.cli;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Asks the server of these settings how it is, as the health check of a container does. */
@Command(
        name = "health",
        description = "Ask the server that has these settings whether it answers and its model is loaded.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it does",
            "1:it does not answer within 4 s, its model is not loaded yet, or with --ready it should get no work now",
            "2:the command line is wrong",
            "70:an internal error",
            "78:the settings cannot be used, or name no port to ask",
            "130:interrupted by Ctrl-C",
            "143:ended by SIGTERM"
        })
final class HealthCommand implements Callable<Integer> {
    private final Services services;
    private final Terminal terminal;

    @Option(names = "--config", paramLabel = "FILE", description = "settings file (default: conf/sotto.yaml)")
    private Optional<Path> config = Optional.empty();

    @Option(
            names = "--ready",
            description = "ask /health/ready on the management port: also that the store answers and the disk has room")
    private boolean isReadyAsked;

    HealthCommand(Services services, Terminal terminal) {
        this.services = services;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        ServerAddresses addresses = services.serverAddresses(config);
        URI asked = isReadyAsked
                ? addresses.requireManagement().resolve("/health/ready")
                : addresses
                        .api()
                        .map(api -> api.resolve("/health"))
                        .or(() -> addresses.management().map(management -> management.resolve("/health/started")))
                        .orElseThrow(() -> ServerAddresses.noPort("http"));
        try {
            int status = LocalServer.ask("GET", asked).status();
            boolean isWell = status == HttpURLConnection.HTTP_OK;
            (isWell ? terminal.out() : terminal.err()).println("sotto: %s answers %d".formatted(asked, status));
            terminal.out().flush();
            return isWell ? ExitCode.DONE : ExitCode.SOME_FAILED;
        } catch (IOException e) {
            String why =
                    e instanceof SocketTimeoutException ? "within " + LocalServer.TIMEOUT_MILLIS / 1000 + " s" : "";
            terminal.err()
                    .println("sotto: %s does not answer %s"
                            .formatted(asked, why.isEmpty() ? "(" + e.getMessage() + ")" : why));
            return ExitCode.SOME_FAILED;
        }
    }
}
