package dev.sotto;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sotto.testing.Recordings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as people start it: a process of its own, the shipped model, our own recording. */
@Tag("inference")
class WholeServerIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BOUNDARY = "----sotto";
    private static final Path REPOSITORY = Path.of("").toAbsolutePath();

    @TempDir
    private static Path data;

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static Process server;
    private static String address;
    private static List<String> logOfStart;

    @BeforeAll
    static void start_the_server() throws IOException {
        Recordings.decode(Recordings.SAMPLE).close(); // skips here, visibly, without ffmpeg
        server = sotto("serve", "--port", "0").redirectError(log()).start();
        BufferedReader out = server.inputReader(StandardCharsets.UTF_8);
        String said = String.valueOf(out.readLine());
        assertThat(said)
                .as("first line; the log says: %s", Files.readString(logFile()))
                .startsWith("Sotto listens on ");
        address = said.substring("Sotto listens on ".length());
        assertThat(out.readLine()).startsWith("Try it:  curl " + address);
        logOfStart = Files.readAllLines(logFile());
    }

    @AfterAll
    static void stop_it() throws InterruptedException {
        if (server == null) {
            return;
        }
        server.destroy();
        assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(server.exitValue()).isZero();
    }

    @Test
    void a_start_warns_of_nothing() throws IOException {
        assertThat(logOfStart).isNotEmpty().noneMatch(line -> line.contains(" WARN ") && !isOfSlowMachine(line));
        assertThat(Files.readAllLines(logFile()))
                .noneMatch(line -> line.contains("already registered") || line.contains("not offered"));
    }

    @Test
    void our_recording_comes_back_word_for_word_over_http() throws Exception {
        HttpResponse<String> answer = post("/v1/audio/transcriptions", "verbose_json");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode transcript = JSON.readTree(answer.body());
        assertThat(words(transcript.path("text").asText())).isEqualTo(words(spokenText()));
        assertThat(transcript.path("language").asText()).isEqualTo("english");
        assertThat(transcript.path("segments")).isNotEmpty();
        assertThat(transcript.path("duration").asDouble()).isBetween(17.0, 18.5);
    }

    @Test
    void a_recording_that_is_cut_off_comes_back_as_far_as_it_goes_and_says_so() throws Exception {
        byte[] cut = Arrays.copyOf(Files.readAllBytes(Recordings.SAMPLE), 180_000);
        HttpResponse<String> answer =
                CLIENT.send(request("/v1/audio/transcriptions", "verbose_json", cut), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode transcript = JSON.readTree(answer.body());
        assertThat(words(transcript.path("text").asText())).startsWith("good");
        assertThat(transcript.path("warnings").path(0).path("code").asText()).isEqualTo("cut_off");
        assertThat(transcript.path("warnings").path(0).path("message").asText())
                .startsWith("The file declares 17.6 s of sound, but only ");
    }

    @Test
    void subtitles_carry_times() throws Exception {
        assertThat(post("/v1/audio/transcriptions", "srt").body()).contains("1\n00:00:00,000 --> 00:00:0");
        assertThat(post("/v1/audio/transcriptions", "vtt").body()).startsWith("WEBVTT\n\n00:00:00.000 --> 00:00:0");
    }

    @Test
    void many_callers_at_once_all_get_their_text() {
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            answers.add(CLIENT.sendAsync(request("/v1/audio/transcriptions", "text"), BodyHandlers.ofString()));
        }
        for (var answer : answers) {
            assertThat(words(answer.join().body())).isEqualTo(words(spokenText()));
        }
    }

    @Test
    void health_says_that_the_model_is_ready_and_nothing_is_left_on_the_disk() throws Exception {
        post("/v1/audio/transcriptions", "json");
        HttpResponse<String> health = CLIENT.send(
                HttpRequest.newBuilder(URI.create(address + "/health")).build(), BodyHandlers.ofString());
        assertThat(health.statusCode()).isEqualTo(200);
        for (String folder : List.of("uploads", "scratch")) {
            try (Stream<Path> left = Files.list(data.resolve(folder))) {
                assertThat(left.filter(path -> !path.getFileName().toString().startsWith(".")))
                        .isEmpty();
            }
        }
    }

    @Test
    void the_command_line_writes_the_same_words_and_an_exit_code() throws Exception {
        Process process = sotto("transcribe", "--format", "text", "-")
                .redirectError(log())
                .start();
        try (InputStream sample = Files.newInputStream(Recordings.SAMPLE);
                var in = process.getOutputStream()) {
            sample.transferTo(in);
        }
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        assertThat(words(text)).isEqualTo(words(spokenText()));
        Process failing =
                sotto("transcribe", "nowhere.mp3").redirectError(log()).start();
        assertThat(failing.waitFor()).isEqualTo(66);
    }

    private static ProcessBuilder sotto(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dsotto.home=" + REPOSITORY,
                "-Dlogback.configurationFile=logback.xml", // the tests have another one, first on the class path
                "-cp",
                System.getProperty("java.class.path"),
                "dev.sotto.Main"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("SOTTO_DATA_FOLDER", data.toString());
        builder.environment().put("SOTTO_COMPUTE_TYPE", "float32"); // the words are compared with the reference's
        return builder;
    }

    private static boolean isOfSlowMachine(String line) {
        return line.contains("BlockedThreadChecker");
    }

    private static Path logFile() {
        return data.resolve("log.txt");
    }

    private static ProcessBuilder.Redirect log() {
        return ProcessBuilder.Redirect.appendTo(logFile().toFile());
    }

    private static HttpResponse<String> post(String path, String format) throws IOException, InterruptedException {
        return CLIENT.send(request(path, format), BodyHandlers.ofString());
    }

    private static HttpRequest request(String path, String format) {
        try {
            return request(path, format, Files.readAllBytes(Recordings.SAMPLE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpRequest request(String path, String format, byte[] flac) {
        List<byte[]> body = new ArrayList<>();
        for (String field : List.of("model\"\r\n\r\nwhisper-1", "response_format\"\r\n\r\n" + format)) {
            body.add(part(field + "\r\n"));
        }
        body.add(part("file\"; filename=\"sample.flac\"\r\nContent-Type: audio/flac\r\n\r\n"));
        body.add(flac);
        body.add(("\r\n--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.US_ASCII));
        return HttpRequest.newBuilder(URI.create(address + path))
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(BodyPublishers.ofByteArrays(body))
                .build();
    }

    private static byte[] part(String rest) {
        return ("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + rest)
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static String spokenText() {
        try {
            JsonNode reference = JSON.readTree(
                    Path.of("src/test/resources/audio/sample.json").toFile());
            StringBuilder text = new StringBuilder();
            reference
                    .path("segments")
                    .forEach(one -> text.append(one.path("text").asText()).append(' '));
            return text.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> words(String text) {
        return List.of(text.toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9 \n]", "")
                .strip()
                .split("\\s+"));
    }
}
