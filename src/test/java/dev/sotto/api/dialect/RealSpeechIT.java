package dev.sotto.api.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.crash.ServerProcess;
import dev.sotto.testing.Eventually;
import dev.sotto.testing.MultipartBody;
import dev.sotto.testing.RawReceiver;
import dev.sotto.testing.Recordings;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program with its shipped model, asked by each dialect for our own recording: all hear the words that OpenAI's clients hear.
 * Its model leaves memory whenever nobody has used it for five seconds, so what is asked finds it there or loads it again.
 */
@Tag("inference")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class RealSpeechIT {
    private static final Path REPOSITORY = Path.of("").toAbsolutePath();
    private static final String HOST = "127.0.0.2";
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    private static Path data;

    private static ServerProcess server;
    private static RawReceiver host;
    private static URI address;
    private static List<String> words;

    @BeforeAll
    static void start() throws Exception {
        Recordings.decode(Recordings.SAMPLE).close(); // skips here, visibly, without ffmpeg
        host = new RawReceiver(HOST, 0, (request, out) -> {
            byte[] sample = Files.readAllBytes(Recordings.SAMPLE);
            out.write("HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n"
                    .formatted(sample.length)
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(sample);
        });
        server = ServerProcess.start(
                REPOSITORY,
                data,
                Map.of(
                        "SOTTO_COMPUTE_TYPE", "float32",
                        "SOTTO_MODELS_UNLOAD_AFTER", "5s",
                        "SOTTO_FETCH_ENABLED", "true",
                        "SOTTO_OUTBOUND_PLAIN_HTTP", "true",
                        "SOTTO_OUTBOUND_TRUSTED_CIDRS", HOST,
                        "SOTTO_OUTBOUND_EXTRA_PORTS", String.valueOf(host.port())));
        address = server.address();
        String text = sent("/v1/audio/transcriptions", "file", "model=whisper-1", "response_format=text");
        words = words(text);
        assertThat(words).startsWith("good", "morning").hasSizeGreaterThan(30);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
        if (host != null) {
            host.close();
        }
    }

    private static List<String> words(String text) {
        return List.of(text.toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9 \n]", "")
                .strip()
                .split("\\s+", -1));
    }

    /** The lines of subtitles that are no number and no time. */
    private static String withoutTimes(String subtitles) {
        return subtitles
                .lines()
                .filter(line -> !line.contains("-->") && !line.matches("\\d+"))
                .collect(Collectors.joining(" "));
    }

    private static String texts(JsonArray parts) {
        return parts.stream().map(part -> ((JsonObject) part).getString("text")).collect(Collectors.joining(" "));
    }

    private static String body(HttpRequest request) {
        try {
            HttpResponse<String> answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
            return answer.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String got(String path) {
        return body(HttpRequest.newBuilder(address.resolve(path)).build());
    }

    /** @param fields as {@code name=value} */
    private static String sent(String path, String fileField, String... fields) {
        try {
            MultipartBody form = new MultipartBody()
                    .part(
                            "form-data; name=\"%s\"; filename=\"sample.flac\"".formatted(fileField),
                            Files.readAllBytes(Recordings.SAMPLE));
            Stream.of(fields).forEach(field -> form.field(field.split("=", 2)[0], field.split("=", 2)[1]));
            return body(form.request(address.resolve(path)).build());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a path answers once a job is over: its stream of events ends then. */
    private static JsonObject over(String job, String path) {
        got("/v1/jobs/" + job + "/events");
        return new JsonObject(got(path));
    }

    @Test
    void whisper_api_service() {
        String task = new JsonObject(sent("/transcribe", "audio_file", "model_name=base")).getString("task_id");
        JsonObject done = over(task, "/status/" + task + "?output_format=txt");
        assertThat(done.getString("status")).isEqualTo("SUCCESS");
        assertThat(words(done.getJsonObject("result").getString("formatted_output")))
                .isEqualTo(words);
    }

    @Test
    void whisper_api_server() {
        JsonObject answer =
                new JsonObject(sent("/compat/whisper-api-server/v1/audio/transcriptions", "file", "model=whisper-1"));
        assertThat(words(answer.getString("text"))).isEqualTo(words);
        assertThat(words(texts(answer.getJsonArray("segments")))).isEqualTo(words);
        assertThat(answer.getDouble("duration")).isBetween(15.0, 18.5);
    }

    @Test
    void whisperx_stt() {
        String task = new JsonObject(sent("/api/v1/transcribe/upload", "file", "enable_diarization=True"))
                .getString("task_id");
        assertThat(over(task, "/api/v1/transcribe/status/" + task).getString("status"))
                .isEqualTo("completed");
        JsonObject result = new JsonObject(got("/api/v1/transcribe/result/" + task));
        assertThat(words(texts(result.getJsonArray("segments")))).isEqualTo(words);
        JsonObject first = result.getJsonArray("segments").getJsonObject(0);
        assertThat(first.getString("speaker")).isEqualTo("SPEAKER_00");
        assertThat(first.getJsonArray("words").getJsonObject(0).getDouble("start"))
                .isNotNegative();
    }

    @Test
    void whisperx_fastapi() {
        String task = new JsonObject(sent("/service/transcribe?language=en", "file")).getString("identifier");
        JsonObject done = over(task, "/task/" + task);
        assertThat(done.getString("status")).isEqualTo("completed");
        assertThat(words(texts(done.getJsonObject("result").getJsonArray("segments"))))
                .isEqualTo(words);
    }

    @Test
    void insanely_fast_whisper() {
        JsonObject order =
                new JsonObject().put("url", "http://%s:%d/sample.flac".formatted(host.address(), host.port()));
        JsonObject answer = new JsonObject(body(HttpRequest.newBuilder(address.resolve("/"))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(order.encode()))
                .build()));
        assertThat(words(answer.getJsonObject("output").getString("text"))).isEqualTo(words);
        assertThat(words(texts(answer.getJsonObject("output").getJsonArray("chunks"))))
                .isEqualTo(words);
    }

    @Test
    void whisper_asr_webservice() {
        assertThat(words(withoutTimes(sent("/asr?output=srt", "audio_file")))).isEqualTo(words);
        assertThat(new JsonObject(sent("/detect-language", "audio_file")))
                .isEqualTo(new JsonObject()
                        .put("detected_language", "english")
                        .put("language_code", "en")
                        .put("confidence", 1.0));
    }

    @Test
    void whisper_cpp() {
        assertThat(words(new JsonObject(sent("/inference", "file")).getString("text")))
                .isEqualTo(words);
        assertThat(words(withoutTimes(sent("/inference", "file", "response_format=srt"))))
                .isEqualTo(words);
    }

    @Test
    void model_that_nobody_uses_leaves_memory_and_comes_back() {
        Eventually.get(RealSpeechIT::log, log -> log.contains("unloaded tiny.en: nobody used it for 5 s"));
        assertThat(words(sent("/v1/audio/transcriptions", "file", "model=whisper-1", "response_format=text")))
                .isEqualTo(words);
        assertThat(log().lines().filter(line -> line.contains("loaded tiny.en on ")))
                .hasSizeGreaterThan(1);
    }

    private static String log() {
        try {
            return Files.readString(data.resolve("log.txt"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
