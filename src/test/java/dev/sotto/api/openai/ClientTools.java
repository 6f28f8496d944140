package dev.sotto.api.openai;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Clients of others that are written in another language, below {@code src/test/clients}: installed once below {@code target},
 * and run. A machine that lacks what they need skips the test and says what is missing.
 */
final class ClientTools {
    private static final Path HOME = Path.of(System.getProperty("sotto.home", "."));
    private static final Path SOURCES = HOME.resolve("src/test/clients");
    private static final Path INSTALLED = HOME.resolve("target/clients").toAbsolutePath();
    private static final int INSTALL_SECONDS_MAX = 600;
    private static final int RUN_SECONDS_MAX = 120;
    private static final int NODE_MIN = 20;

    private ClientTools() {}

    /** What a command printed, and how it ended. */
    private record Ended(int status, String output) {
        String lastLine() {
            return output.lines()
                    .filter(line -> !line.isBlank())
                    .reduce((first, second) -> second)
                    .orElse("");
        }
    }

    /** Runs a script; what it printed. */
    static String python(String script, String address) {
        Path folder = folder("python", "requirements.txt");
        install( // compiling all of it takes longer than compiling what runs
                folder,
                "python3",
                "-m",
                "pip",
                "install",
                "--quiet",
                "--no-compile",
                "--target",
                "packages",
                "-r",
                "requirements.txt");
        return passed(run(folder, RUN_SECONDS_MAX, "python3", script, address));
    }

    /** Runs a script; what it printed. */
    static String node(String script, String address) {
        Path folder = folder("node", "package-lock.json");
        String version = run(folder, RUN_SECONDS_MAX, "node", "--version").lastLine();
        Assumptions.assumeTrue(
                Integer.parseInt(version.replaceAll("\\D*(\\d+).*", "$1")) >= NODE_MIN,
                () -> "node is %s; the clients need %d or newer".formatted(version, NODE_MIN));
        install(folder, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
        return passed(run(folder, RUN_SECONDS_MAX, "node", script, address));
    }

    /**
     * Runs a program of one file with the libraries of its own pom, in a process of its own: they may not fit ours.
     *
     * @param client the folder of both
     */
    static String java(String client, String program, String address) {
        Path folder = folder(client, "pom.xml");
        install(folder, "mvn", "-q", "-B", "-ntp", "dependency:copy-dependencies", "-DoutputDirectory=packages");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return passed(run(folder, RUN_SECONDS_MAX, java, "-cp", "packages/*", program, address));
    }

    private static String passed(Ended ended) {
        if (ended.status() != 0) {
            throw new AssertionError("the client ended with %d:\n%s".formatted(ended.status(), ended.output()));
        }
        return ended.output();
    }

    /** A folder for what these requirements name, with the scripts as they are now. */
    private static Path folder(String language, String requirements) {
        try {
            Path sources = SOURCES.resolve(language);
            String version = Integer.toHexString(Arrays.hashCode(Files.readAllBytes(sources.resolve(requirements))));
            Path folder = Files.createDirectories(INSTALLED.resolve(language + "-" + version));
            try (Stream<Path> files = Files.list(sources)) {
                for (Path file : files.toList()) {
                    Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
                }
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void install(Path folder, String... command) {
        Path done = folder.resolve("installed");
        if (Files.exists(done)) {
            return;
        }
        Ended ended = run(folder, INSTALL_SECONDS_MAX, command);
        Assumptions.assumeTrue(ended.status() == 0, () -> "%s could not install the clients: %s"
                .formatted(command[0], ended.lastLine()));
        try {
            Files.createFile(done);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Ended run(Path folder, int secondsMax, String... command) {
        Process process = null;
        try {
            Path output = folder.resolve("output");
            ProcessBuilder builder = new ProcessBuilder(List.of(command))
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().put("PYTHONPATH", folder.resolve("packages").toString());
            process = builder.start();
            boolean isOver = process.waitFor(secondsMax, TimeUnit.SECONDS);
            String printed = text(output);
            return isOver
                    ? new Ended(process.exitValue(), printed)
                    : new Ended(-1, "%s\nran longer than %d s".formatted(printed, secondsMax));
        } catch (IOException e) {
            Assumptions.abort("%s is not here: %s".formatted(command[0], e.getMessage()));
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            if (process != null) {
                process.destroyForcibly();
            }
        }
    }

    private static String text(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().collect(Collectors.joining("\n"));
        }
    }
}
