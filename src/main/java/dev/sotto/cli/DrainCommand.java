package dev.sotto.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sotto.cli.LocalServer.Answer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Has the server of these settings take no more jobs, and waits until nothing runs. */
@Command(
        name = "drain",
        description =
                "Have the server that has these settings take no more jobs, and wait until those that run have ended. It goes"
                        + " on answering for jobs and results; stop it, or start it anew to have it take jobs again.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:nothing runs any more; what ran at the limit was handed back, and goes on after the next start",
            "1:nobody answers on the management port, or it stopped meanwhile",
            "2:the command line is wrong",
            "70:an internal error",
            "75:the server is still starting",
            "78:the settings cannot be used, or name no management port to ask",
            "130:interrupted by Ctrl-C; the server goes on draining",
            "143:ended by SIGTERM; the server goes on draining"
        })
final class DrainCommand implements Callable<Integer> {
    private static final int LOOK_MILLIS = 250;
    private static final Duration LIMIT_MAX = Duration.ofDays(1);
    private static final int CONFLICT = 409;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Services services;
    private final Terminal terminal;

    @Option(names = "--config", paramLabel = "FILE", description = "settings file (default: conf/sotto.yaml)")
    private Optional<Path> config = Optional.empty();

    @Option(
            names = "--limit",
            paramLabel = "TIME",
            defaultValue = "10m",
            converter = LimitArguments.Length.class,
            description =
                    "how long jobs that run may go on, such as 30s or 10m, at most 24h (default: ${DEFAULT-VALUE})")
    private Duration limit = Duration.ofMinutes(10);

    DrainCommand(Services services, Terminal terminal) {
        this.services = services;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (limit.compareTo(LIMIT_MAX) > 0) {
            throw CommandException.usage(
                    new IllegalArgumentException("--limit is %d s; expected at most 24h".formatted(limit.toSeconds())));
        }
        URI drain = services.serverAddresses(config).requireManagement().resolve("/drain");
        try {
            Answer answer = LocalServer.ask("POST", URI.create(drain + "?limit_seconds=" + limit.toSeconds()));
            if (answer.status() == CONFLICT) {
                throw CommandException.tryLater(
                        new IllegalStateException("%s: the server is still starting".formatted(drain)));
            }
            while (answer.status() < HttpURLConnection.HTTP_BAD_REQUEST) {
                JsonNode seen = JSON.readTree(answer.body());
                if (seen.path("state").asText().equals("drained")) {
                    terminal.out()
                            .println("sotto: drained; nothing runs, %d jobs were handed back"
                                    .formatted(seen.path("handed_back").asInt()));
                    terminal.out().flush();
                    return ExitCode.DONE;
                }
                Thread.sleep(LOOK_MILLIS);
                answer = LocalServer.ask("GET", drain);
            }
            return failed("%s answers %d: %s"
                    .formatted(drain, answer.status(), answer.body().strip()));
        } catch (ConnectException e) {
            return failed("%s does not answer (%s)".formatted(drain, e.getMessage()));
        } catch (IOException e) {
            return failed("%s does not answer any more (%s)".formatted(drain, e.getMessage()));
        }
    }

    private int failed(String sentence) {
        terminal.err().println("sotto: " + sentence);
        return ExitCode.SOME_FAILED;
    }
}
