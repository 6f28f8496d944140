package dev.sotto.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.testing.Recordings;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Processes that are told to end while libtorch computes: they close the engine first, or they would crash. */
@Tag("inference")
@Timeout(1800)
class EndedWhileComputingIT {
    private static final Path HOME = Path.of("").toAbsolutePath();
    /** On a machine that is busy with other things. */
    private static final Duration COMPUTING = Duration.ofMinutes(10);

    private static final int LOOPS = 60;
    private static final int ENDS = 2;

    @TempDir
    private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private Path recording = Path.of("unset");

    @BeforeEach
    void make_a_recording_that_takes_long() throws Exception {
        Recordings.decode(Recordings.SAMPLE).close(); // skips here, visibly, without ffmpeg
        recording = folder.resolve("long.flac");
        int status = new ProcessBuilder(
                        "ffmpeg",
                        "-v",
                        "error",
                        "-stream_loop",
                        Integer.toString(LOOPS),
                        "-i",
                        Recordings.SAMPLE.toString(),
                        recording.toString())
                .inheritIO()
                .start()
                .waitFor();
        assertThat(status).isZero();
    }

    @Test
    void server_that_is_told_to_end_in_the_middle_of_its_work_ends_with_0_and_goes_on_with_it() throws Exception {
        Kind kind = new Kind("long", recording, Map.of("model", "whisper-1", "mode", "sequential"));
        String job = "";
        double done = 0;
        for (int end = 0; end < ENDS; end++) {
            try (ServerProcess server = ServerProcess.start(HOME, data(), settings())) {
                JobClient client = new JobClient(http, server.address());
                job = client.submit(kind, "long");
                double before = done;
                String id = job;
                Waiting.until("another window", COMPUTING, () -> secondsDone(client, id) > before);
                done = secondsDone(client, job);
                server.stop();
                assertThat(server.awaitEnd()).as(log()).isZero();
            }
            assertThat(crashReports()).isEmpty();
        }
        try (ServerProcess server = ServerProcess.start(HOME, data(), settings())) {
            JobClient client = new JobClient(http, server.address());
            client.awaitStatus(job, "running");
            assertThat(secondsDone(client, job)).isGreaterThanOrEqualTo(done);
            assertThat(client.job(job).getInteger("attempt")).isEqualTo(1);
        }
    }

    @Test
    void server_that_is_told_to_end_while_it_loads_its_model_ends_with_0() throws Exception {
        try (ServerProcess server = ServerProcess.start(HOME, data(), settings())) {
            Waiting.until("the store is open", COMPUTING, () -> Files.exists(data().resolve("store/sotto.db")));
            server.stop();
            assertThat(server.awaitEnd()).as(log()).isZero();
        }
        assertThat(crashReports()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void command_that_is_told_to_end_in_the_middle_of_its_work_does_not_crash(String signal, int exitCode)
            throws Exception {
        ProcessBuilder builder = ServerProcess.program(
                HOME, data(), "transcribe", "--format", "text", "--mode", "sequential", recording.toString());
        // What runs these tests in the background may ignore Ctrl-C, and its children with it.
        builder.command().addAll(0, List.of("env", "--default-signal=INT"));
        builder.environment().putAll(settings());
        Files.createDirectories(data());
        Process command = builder.redirectErrorStream(true)
                .redirectOutput(data().resolve("log.txt").toFile())
                .start();
        try {
            Waiting.until("samples are decoded", COMPUTING, this::hasSamples);
            Waiting.until("it computes", COMPUTING, () -> processorSeconds(command) > 5);
            new ProcessBuilder("kill", "-" + signal, Long.toString(command.pid()))
                    .start()
                    .waitFor();
            assertThat(command.waitFor(5, TimeUnit.MINUTES)).isTrue();
            assertThat(command.exitValue()).as(log()).isEqualTo(exitCode);
        } finally {
            command.destroyForcibly().waitFor();
        }
        assertThat(crashReports()).isEmpty();
        assertThat(scratch()).isEmpty();
    }

    private static double processorSeconds(Process process) {
        return process.info().totalCpuDuration().orElseThrow().toMillis() / 1000.0;
    }

    private boolean hasSamples() throws IOException {
        return !scratch().isEmpty();
    }

    private List<Path> scratch() throws IOException {
        Path root = data().resolve("scratch");
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(root)) {
            return folders.toList();
        }
    }

    private static double secondsDone(JobClient client, String job) throws Exception {
        return client.job(job).getJsonObject("progress").getDouble("seconds_done");
    }

    private Map<String, String> settings() {
        return Map.of(
                "SOTTO_HTTP_SHUTDOWN_GRACE",
                "1s",
                "SOTTO_COMPUTE_THREADS",
                "2", // the second is the library's own, which must not be ended in the middle of a product
                "JAVA_TOOL_OPTIONS",
                "-XX:ErrorFile=" + folder.resolve("hs_err.log"));
    }

    private List<Path> crashReports() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith("hs_err"))
                    .toList();
        }
    }

    private String log() throws IOException {
        return Files.readString(data().resolve("log.txt"));
    }

    private Path data() {
        return folder.resolve("data");
    }
}
