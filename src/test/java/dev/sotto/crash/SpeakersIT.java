package dev.sotto.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.testing.Eventually;
import dev.sotto.testing.MultipartBody;
import dev.sotto.testing.Recordings;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who speaks, from real recordings through the whole program. */
@Tag("inference")
class SpeakersIT {
    private static final Path AUDIO = Path.of("src/test/resources/audio").toAbsolutePath();
    private static final Path TWO = AUDIO.resolve("two-speakers.flac");
    private static final Path REPOSITORY = Path.of("").toAbsolutePath();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    private static Path data;

    private static ServerProcess server;
    private static URI address;

    @BeforeAll
    static void start() throws Exception {
        Recordings.decode(Recordings.SAMPLE).close(); // skips here, visibly, without ffmpeg
        server = ServerProcess.start(REPOSITORY, data, Map.of());
        address = server.address();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void two_readers_in_turns_are_told_apart_word_by_word() throws Exception {
        JsonObject said = new JsonObject(transcribed(TWO, "response_format=verbose_json", "word_timestamps=true"));
        assertThat(labels(said.getJsonArray("speakers"))).containsExactly("A", "B");
        assertThat(said.containsKey("speaker_shortfall")).isFalse();
        JsonArray truth = truth();
        int right = 0;
        JsonArray words = said.getJsonArray("words");
        for (int i = 0; i < words.size(); i++) {
            JsonObject word = words.getJsonObject(i);
            String speaker = speakerAt(truth, (word.getDouble("start") + word.getDouble("end")) / 2);
            right += speaker.equals(word.getString("speaker")) ? 1 : 0;
        }
        assertThat(words.size()).isGreaterThan(100);
        assertThat((double) right / words.size()).isGreaterThan(0.95);
        assertThat(labels(said.getJsonArray("segments"))).contains("A", "B");
    }

    @Test
    void subtitles_and_turns_name_the_speakers() throws Exception {
        assertThat(transcribed(TWO, "response_format=vtt"))
                .contains("<v A>There ought")
                .contains("<v B>");
        String rttm = transcribed(TWO, "response_format=rttm", "num_speakers=2");
        assertThat(rttm.lines())
                .hasSizeBetween(10, 30)
                .allMatch(line ->
                        line.matches("SPEAKER recording 1 \\d+\\.\\d{3} \\d+\\.\\d{3} <NA> <NA> [AB] <NA> <NA>"));
    }

    @Test
    void channels_are_speakers_in_the_same_shape() throws Exception {
        JsonObject said = new JsonObject(
                transcribed(AUDIO.resolve("two-channels.flac"), "response_format=verbose_json", "channels=split"));
        assertThat(labels(said.getJsonArray("speakers"))).containsExactly("A", "B");
        assertThat(labels(said.getJsonArray("segments"))).contains("A", "B");
    }

    @Test
    void turns_are_found_alone_where_nothing_is_to_be_transcribed() throws Exception {
        HttpRequest.Builder request = new MultipartBody()
                .part("form-data; name=\"file\"; filename=\"two.flac\"", Files.readAllBytes(TWO))
                .request(address.resolve("/service/diarize?max_speakers=2"));
        HttpResponse<String> queued = HTTP.send(request.build(), BodyHandlers.ofString());
        assertThat(queued.statusCode()).as(queued.body()).isEqualTo(200);
        URI task = address.resolve("/task/" + new JsonObject(queued.body()).getString("identifier"));
        JsonObject ended = Eventually.get(() -> new JsonObject(get(task)), seen -> !seen.getString("status")
                .equals("processing"));
        assertThat(ended.getString("status")).as(ended.encode()).isEqualTo("completed");
        JsonArray turns = ended.getJsonArray("result");
        assertThat(turns).hasSizeBetween(10, 30);
        assertThat(turns.stream().map(turn -> ((JsonObject) turn).getString("speaker")))
                .containsOnly("SPEAKER_00", "SPEAKER_01");
        assertThat(ended.getJsonObject("metadata").getDouble("audio_duration")).isGreaterThan(10);
    }

    private static String get(URI uri) {
        try {
            return HTTP.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_job_gets_another_number_and_names_without_its_recording() throws Exception {
        HttpResponse<String> first = answer(TWO, "response_format=text");
        String id = first.headers().firstValue("x-sotto-job-id").orElseThrow();
        assertThat(regrouped(id, "{\"num_speakers\":1,\"names\":{\"A\":\"Anna\"}}")
                        .getJsonArray("speakers"))
                .hasSize(1);
        assertThat(text(id).lines()).allMatch(line -> line.startsWith("Anna: "));
        regrouped(id, "{}");
        assertThat(text(id)).isEqualTo(first.body());
    }

    private static JsonObject regrouped(String id, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = HTTP.send(
                HttpRequest.newBuilder(address.resolve("/v1/jobs/" + id + "/speakers"))
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new JsonObject(answer.body());
    }

    private static String text(String id) throws IOException, InterruptedException {
        URI uri = address.resolve("/v1/jobs/" + id + "/result?response_format=text");
        return HTTP.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .body();
    }

    @Test
    void clips_are_answered_while_a_lesson_is_told_apart_and_who_cancels_that_does_not_wait() throws Exception {
        JobClient client = new JobClient(HTTP, address);
        Kind lesson = new Kind("lesson", AUDIO.resolve("long.ogg"), Map.of());
        HttpRequest.Builder request = JobClient.upload(address.resolve("/service/diarize"), lesson);
        HttpResponse<String> queued = HTTP.send(request.build(), BodyHandlers.ofString());
        String id = new JsonObject(queued.body()).getString("identifier");
        Waiting.until(
                "the networks listen",
                () -> client.job(id).getJsonObject("progress").getDouble("fraction") > 0);
        Kind clip = new Kind("clip", Recordings.SAMPLE, Map.of("model", "tiny.en"));
        client.transcribe(clip, "beside the lesson");
        assertThat(client.job(id).getString("status")).isEqualTo("running");
        client.cancel(id).join();
        client.awaitStatus(id, "cancelled");
    }

    @Test
    void silence_has_no_speaker_and_says_why() throws Exception {
        JsonObject said = new JsonObject(
                transcribed(AUDIO.resolve("silence.flac"), "response_format=verbose_json", "min_speakers=3"));
        assertThat(said.getJsonArray("speakers")).isEmpty();
        assertThat(said.getString("speaker_shortfall")).isEqualTo("no_speech");
    }

    @Test
    void a_span_has_the_speakers_of_its_own_times() throws Exception {
        String rttm = transcribed(TWO, "response_format=rttm", "start_seconds=20", "end_seconds=40");
        assertThat(rttm.lines().map(line -> Double.parseDouble(line.split(" ", -1)[3])))
                .isNotEmpty()
                .allMatch(start -> start >= 20 && start < 40);
    }

    @Test
    void the_command_line_writes_who_says_what() throws Exception {
        Process process = ServerProcess.program(
                        REPOSITORY, data, "transcribe", "--diarize", "--max-speakers", "2", "--quiet", TWO.toString())
                .redirectError(data.resolve("cli.txt").toFile())
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as(Files.readString(data.resolve("cli.txt")))
                .isZero();
        assertThat(text.lines()).allMatch(line -> line.startsWith("A: ") || line.startsWith("B: "));
        assertThat(text).startsWith("A: There ought").contains("\nB: ");
    }

    @Test
    void without_the_networks_a_job_fails_before_it_transcribes_and_says_what_is_missing() throws Exception {
        Path home = data.resolve("home");
        Files.createDirectories(home.resolve("src/main/models"));
        for (String shipped : List.of("tiny.en", "silero-vad")) {
            Files.createSymbolicLink(
                    home.resolve("src/main/models").resolve(shipped), REPOSITORY.resolve("src/main/models/" + shipped));
        }
        for (String linked : List.of("conf", "webroot")) {
            Files.createSymbolicLink(home.resolve(linked), REPOSITORY.resolve(linked));
        }
        Process process = ServerProcess.program(
                        home, data.resolve("without"), "transcribe", "--model", "tiny.en", "--diarize", TWO.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isEqualTo(78);
        assertThat(output).contains("is not installed").contains("speakers/").doesNotContain("There ought");
    }

    private static String transcribed(Path recording, String... fields) throws IOException, InterruptedException {
        return answer(recording, fields).body();
    }

    private static HttpResponse<String> answer(Path recording, String... fields)
            throws IOException, InterruptedException {
        MultipartBody form = new MultipartBody().field("model", "tiny.en").field("diarize", "true");
        for (String field : fields) {
            form.field(field.substring(0, field.indexOf('=')), field.substring(field.indexOf('=') + 1));
        }
        HttpResponse<String> answer = HTTP.send(
                form.file(Files.readAllBytes(recording))
                        .request(address.resolve("/v1/audio/transcriptions"))
                        .build(),
                BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer;
    }

    private static List<String> labels(JsonArray list) {
        List<String> labels = new ArrayList<>();
        Stream<?> all = list.stream();
        all.forEach(one -> labels.add(((JsonObject) one).getString("speaker")));
        return labels;
    }

    private static JsonArray truth() throws IOException {
        return new JsonObject(Files.readString(AUDIO.resolve("two-speakers.json"))).getJsonArray("segments");
    }

    /** A for whoever speaks first, B for the other; of a pause, whoever's turn is nearest. */
    private static String speakerAt(JsonArray truth, double seconds) {
        String first = truth.getJsonObject(0).getString("speaker");
        String nearest = first;
        double least = Double.MAX_VALUE;
        for (int i = 0; i < truth.size(); i++) {
            JsonObject turn = truth.getJsonObject(i);
            double away = Math.max(0, Math.max(turn.getDouble("start") - seconds, seconds - turn.getDouble("end")));
            if (away < least) {
                least = away;
                nearest = turn.getString("speaker");
            }
        }
        return nearest.equals(first) ? "A" : "B";
    }
}
