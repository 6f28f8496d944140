package dev.sotto.crash;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The program as people start it, in a process of its own. */
public final class ServerProcess implements AutoCloseable {
    private static final Path UNPACKED = Path.of(System.getProperty("user.home"), ".djl.ai");
    private static final String SAID_FIRST = "Sotto listens on ";

    private final Process process;
    private final BufferedReader out;

    private ServerProcess(Process process) {
        this.process = process;
        this.out = process.inputReader(StandardCharsets.UTF_8);
    }

    /**
     * Starts the program on a free port.
     *
     * @param settings environment names to values
     */
    public static ServerProcess start(Path home, Path data, Map<String, String> settings) throws IOException {
        return start(program(home, data, "serve", "--port", "0"), data, settings);
    }

    /** The same, with the optimising compiler of the JVM and the compute type that is found to be quickest: for measuring. */
    static ServerProcess startOptimised(Path home, Path data, Map<String, String> settings) throws IOException {
        ProcessBuilder builder = java(
                List.of("-Xmx1g", "-Dsotto.home=" + home), data, List.of("dev.sotto.Main", "serve", "--port", "0"));
        builder.environment().put("SOTTO_COMPUTE_TYPE", "auto");
        builder.environment().remove("SOTTO_COMPUTE_THREADS");
        return start(builder, data, settings);
    }

    /**
     * A {@link ScriptedServer} in the program's place.
     *
     * @param flags of the JVM
     */
    static ServerProcess startScripted(Path data, Map<String, String> settings, List<String> flags) throws IOException {
        List<String> all = new ArrayList<>(flags);
        all.add("-XX:TieredStopAtLevel=1"); // as below
        ProcessBuilder builder = java(all, data, List.of(ScriptedServer.class.getName(), data.toString()));
        return start(builder, data, settings);
    }

    private static ServerProcess start(ProcessBuilder builder, Path data, Map<String, String> settings)
            throws IOException {
        Files.createDirectories(data);
        builder.environment().putAll(settings);
        builder.redirectError(
                ProcessBuilder.Redirect.appendTo(data.resolve("log.txt").toFile()));
        return new ServerProcess(builder.start());
    }

    /** A command as people type it. */
    static ProcessBuilder program(Path home, Path data, String... arguments) {
        List<String> words = new ArrayList<>(List.of("dev.sotto.Main"));
        words.addAll(List.of(arguments));
        // optimised code pays for itself only in a process that lives long
        return java(List.of("-Xmx1g", "-XX:TieredStopAtLevel=1", "-Dsotto.home=" + home), data, words);
    }

    /** @param words main class and arguments */
    private static ProcessBuilder java(List<String> flags, Path data, List<String> words) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dlogback.configurationFile=logback.xml", // the tests have another one, first on the class path
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(flags);
        command.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("SOTTO_DATA_FOLDER", data.toString());
        builder.environment()
                .put("SOTTO_MODELS_DEFAULT_MODEL", "tiny.en"); // any model will do, and this is the quickest
        builder.environment().put("SOTTO_JOBS_REUSE_RESULTS", "false"); // each request wants a job of its own
        builder.environment().put("SOTTO_COMPUTE_THREADS", "1"); // other tests compute beside it
        builder.environment().put("SOTTO_COMPUTE_TYPE", "float32"); // auto is measured for each data folder
        builder.environment()
                .putIfAbsent("ENGINE_CACHE_DIR", UNPACKED.toString()); // not 430 MB again in each data folder
        return builder;
    }

    /** Blocks until it listens and its model is loaded; fails if it ends before. */
    public URI address() throws IOException {
        String said = out.readLine();
        if (said == null || !said.startsWith(SAID_FIRST)) {
            throw new IOException("the server did not start; it said " + said);
        }
        return URI.create(said.substring(SAID_FIRST.length()));
    }

    long pid() {
        return process.pid();
    }

    /** As a crash does: no hook runs. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** Stops all its threads, as a closed lid does. */
    void suspend() throws IOException, InterruptedException {
        signal("STOP");
    }

    void goOn() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start().waitFor();
    }

    /** Blocks until it has ended; its exit code. */
    int awaitEnd() throws InterruptedException {
        if (!process.waitFor(4, TimeUnit.MINUTES)) {
            throw new IllegalStateException("the server did not end within four minutes");
        }
        return process.exitValue();
    }

    /** Milliseconds that an orderly stop took. */
    long stop() throws InterruptedException {
        long before = System.nanoTime();
        process.destroy();
        awaitEnd();
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before);
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
