package dev.sotto;

import dev.sotto.cli.CommandLineTool;
import dev.sotto.cli.ShutdownInterrupts;
import dev.sotto.cli.Terminal;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Optional;

/** The process: finds its own home, hands the environment in, runs one command and ends with its exit code. */
public final class Main {
    private static final String HOME = "sotto.home";
    private static final String UNPACKED = "development";

    private Main() {}

    @SuppressWarnings("SystemExitOutsideMain") // this is main
    public static void main(String[] arguments) {
        String version = Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
                .orElse(UNPACKED);
        Installation installation = new Installation(home(), Path.of("").toAbsolutePath(), System.getenv(), version);
        CommandLineTool tool =
                new CommandLineTool(installation, Terminal.ofProcess(), new ShutdownInterrupts(), version);
        System.exit(tool.run(arguments));
    }

    /** The folder that holds {@code conf/}: said by the scripts, else two steps above the jar or the classes. */
    private static Path home() {
        String said = System.getProperty(HOME);
        if (said != null) {
            return Path.of(said).toAbsolutePath().normalize();
        }
        try {
            Path code = Path.of(Main.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return code.resolve("../..").normalize();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the program cannot find its folder; set -Dsotto.home", e);
        }
    }
}
