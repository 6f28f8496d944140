package dev.sotto.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.testing.Recordings;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Speakers are told apart by a real server that is killed in the middle of it, with clips beside. */
@Tag("inference")
class SpeakersCrashIT {
    private static final Path HOME = Path.of("").toAbsolutePath();
    private static final Path AUDIO = HOME.resolve("src/test/resources/audio");
    private static final Kind CLIP = new Kind("clip", Recordings.SAMPLE, Map.of("model", "whisper-1"));
    private static final int TALK_SECONDS = 40;

    /** Of a job's progress, what its text is; then come the networks, and their end, where the rules begin. */
    private static final double TEXT = 0.75;

    private static final double RULES = 0.99;

    /** On a machine that is busy with other things. */
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private static final Map<String, String> SETTINGS =
            Map.of("SOTTO_COMPUTE_TYPE", "float32", "SOTTO_JOBS_LOSSES_MAX", "1000");

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    @BeforeAll
    static void need_ffmpeg() {
        Recordings.decode(Recordings.SAMPLE).close(); // skips here, visibly, without ffmpeg
    }

    @Test
    void kills_in_text_networks_and_rules_change_no_word_or_turn_and_clips_beside_are_answered_once() throws Exception {
        Path data = folder.resolve("data");
        Kind talk = talk();
        List<String> clips = new ArrayList<>();
        String id = "";
        for (double moment : List.of(0.2, TEXT, RULES)) {
            try (ServerProcess server = ServerProcess.start(HOME, data, SETTINGS)) {
                JobClient client = new JobClient(http, server.address());
                id = client.submit(talk, "talk"); // one job, however often it is sent
                String key = "clip-" + moment;
                CompletableFuture<HttpResponse<String>> cut =
                        http.sendAsync(clip(client, key), BodyHandlers.ofString());
                clips.add(key);
                awaitFraction(client, id, moment);
                server.kill();
                cut.cancel(true);
            }
        }
        try (ServerProcess server = ServerProcess.start(HOME, data, SETTINGS)) {
            JobClient client = new JobClient(http, server.address());
            client.awaitEnd(id);
            String undisturbed = client.submit(talk, "undisturbed");
            client.awaitEnd(undisturbed);
            assertThat(spoken(client, id)).isEqualTo(spoken(client, undisturbed));
            assertThat(client.result(id).getJsonArray("speakers")).hasSizeGreaterThan(1);
            List<String> jobs = new ArrayList<>(List.of(id, undisturbed));
            for (String key : clips) {
                String job = client.transcribe(CLIP, key);
                assertThat(client.result(job).getString("text")).startsWith("Good morning");
                jobs.add(job);
            }
            assertThat(client.all().stream().map(job -> job.getString("id"))).containsExactlyInAnyOrderElementsOf(jobs);
        }
    }

    private Kind talk() throws IOException, InterruptedException {
        Path recording = AUDIO.resolve("four-speakers-overlap.flac");
        return new Kind(
                "talk",
                Kind.cut(recording, TALK_SECONDS, folder.resolve("talk.flac")),
                Map.of("model", "whisper-1", "diarize", "true", "mode", "sequential", "word_timestamps", "true"));
    }

    private static HttpRequest clip(JobClient client, String key) throws IOException {
        URI uri = client.address().resolve("/v1/audio/transcriptions");
        return JobClient.upload(uri, CLIP).header("Idempotency-Key", key).build();
    }

    private static void awaitFraction(JobClient client, String id, double fraction) throws Exception {
        Waiting.until("%.2f of job %s".formatted(fraction, id), LONGEST, () -> {
            JsonObject job = client.job(id);
            return job.getJsonObject("progress").getDouble("fraction") > fraction
                    || job.getString("status").equals("succeeded");
        });
    }

    /** Words with their speakers, and turns. */
    private String spoken(JobClient client, String id) throws IOException, InterruptedException {
        StringBuilder spoken = new StringBuilder();
        client.result(id).getJsonArray("words").forEach(word -> {
            JsonObject said = (JsonObject) word;
            spoken.append(said.getString("word")).append(' ').append(said.getString("speaker"));
        });
        URI turns = client.address().resolve("/v1/jobs/" + id + "/result?response_format=rttm");
        HttpResponse<String> answer = http.send(HttpRequest.newBuilder(turns).build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return spoken.append('\n').append(answer.body()).toString();
    }
}
