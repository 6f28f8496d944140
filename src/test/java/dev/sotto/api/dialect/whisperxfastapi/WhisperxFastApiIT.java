package dev.sotto.api.dialect.whisperxfastapi;

import static dev.sotto.api.dialect.whisperxfastapi.TaskClient.form;
import static dev.sotto.api.dialect.whisperxfastapi.TaskClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.bus.TranscriptionReply;
import dev.sotto.bus.TranscriptionRequest;
import dev.sotto.fault.FaultCode;
import dev.sotto.testing.Eventually;
import dev.sotto.testing.MultipartBody;
import dev.sotto.testing.RawReceiver;
import dev.sotto.testing.ScriptedTranscriber;
import dev.sotto.testing.TestServer;
import dev.sotto.transcript.SpeakerWork;
import dev.sotto.transcript.Task;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The requests of the tests of pavelzbornik/whisperX-FastAPI (tests/test_all.py, tests/e2e), and what they are answered. */
@Tag("heavy")
@Timeout(60)
class WhisperxFastApiIT {
    private static final String TRUSTED = "127.0.0.2";

    @TempDir
    Path home;

    private final BlockingQueue<RawReceiver.Request> told = new LinkedBlockingQueue<>();
    private final Map<String, String> settings = new HashMap<>();
    private RawReceiver host;
    private RawReceiver hook;
    private TestServer server;
    private TaskClient client;

    @BeforeEach
    void start() throws Exception {
        host = new RawReceiver(TRUSTED, 0, RawReceiver.answering(200, "", "a recording"));
        hook = new RawReceiver(TRUSTED, 0, (request, out) -> {
            told.add(request);
            RawReceiver.answering(200, "", "{\"ok\":true}").answer(request, out);
        });
        settings.put("SOTTO_FETCH_ENABLED", "true");
        settings.put("SOTTO_OUTBOUND_PLAIN_HTTP", "true");
        settings.put("SOTTO_OUTBOUND_TRUSTED_CIDRS", TRUSTED);
        settings.put("SOTTO_OUTBOUND_EXTRA_PORTS", host.port() + "," + hook.port());
        settings.put("SOTTO_JOBS_RETRY_WAIT", "1ms");
        settings.put("SOTTO_HTTP_SHUTDOWN_GRACE", "100ms");
        server = TestServer.start(home, settings);
        client = new TaskClient(server);
    }

    @AfterEach
    void stop() {
        server.close();
        host.close();
        hook.close();
    }

    @Test
    void speech_to_text_gives_segments_with_words_and_speakers() throws Exception {
        String id = client.submit("/speech-to-text?device=cpu&compute_type=int8", form("audio_en.mp3"));
        JsonObject task = client.ended(id);
        JsonObject word = new JsonObject()
                .put("word", "And")
                .put("start", 0.5)
                .put("end", 0.75)
                .put("score", 0.875)
                .put("speaker", "SPEAKER_00");
        JsonObject segment = new JsonObject()
                .put("start", 0.0)
                .put("end", 4.5)
                .put("text", ScriptedTranscriber.TEXT)
                .put("words", new JsonArray().add(word))
                .put("speaker", "SPEAKER_00");
        assertThat(task.getString("status")).isEqualTo("completed");
        assertThat(task.getJsonObject("result"))
                .isEqualTo(new JsonObject()
                        .put("segments", new JsonArray().add(segment))
                        .put("word_segments", new JsonArray()));
        assertThat(task.getValue("error")).isNull();
        JsonObject metadata = task.getJsonObject("metadata");
        assertThat(metadata.fieldNames())
                .containsExactlyInAnyOrder(
                        "task_type",
                        "task_params",
                        "language",
                        "file_name",
                        "url",
                        "callback_url",
                        "duration",
                        "audio_duration",
                        "start_time",
                        "end_time");
        assertThat(metadata.getString("task_type")).isEqualTo("full_process");
        assertThat(metadata.getString("language")).isEqualTo("en");
        assertThat(metadata.getString("file_name")).isEqualTo("audio_en.mp3");
        assertThat(metadata.getValue("url")).isNull();
        assertThat(metadata.getDouble("duration")).isNotNegative();
        JsonObject params = metadata.getJsonObject("task_params");
        assertThat(params.getString("device")).isEqualTo("cpu");
        assertThat(params.getString("compute_type")).isEqualTo("int8");
        assertThat(params.getInteger("chunk_size")).isEqualTo(20);
        assertThat(params.getJsonObject("asr_options").getInteger("beam_size")).isEqualTo(5);
        assertThat(params.getJsonObject("vad_options").getDouble("vad_offset")).isEqualTo(0.363);
        TranscriptionRequest request = server.transcriber.requests.take();
        assertThat(request.options().speakers().diarize()).isTrue();
        assertThat(request.options().language()).hasValue("en");
        assertThat(request.options().search().beamSize()).isEmpty();
    }

    @Test
    void the_transcribe_service_gives_text_alone() throws Exception {
        String id = client.submit("/service/transcribe?device=cpu&compute_type=int8", form("audio_en.mp3"));
        JsonObject task = client.ended(id);
        assertThat(task.getJsonObject("metadata").getString("task_type")).isEqualTo("transcription");
        assertThat(task.getJsonObject("result"))
                .isEqualTo(new JsonObject()
                        .put(
                                "segments",
                                new JsonArray()
                                        .add(new JsonObject()
                                                .put("text", ScriptedTranscriber.TEXT)
                                                .put("start", 0.0)
                                                .put("end", 4.5)
                                                .put("avg_logprob", -0.25)))
                        .put("language", "en"));
        assertThat(server.transcriber.requests.take().options().speakers().diarize())
                .isFalse();
    }

    @Test
    void the_diarize_service_gives_turns_alone() throws Exception {
        String id = client.submit("/service/diarize?device=cpu&min_speakers=1&max_speakers=2", form("audio_en.mp3"));
        JsonObject task = client.ended(id);
        assertThat(task.getJsonObject("metadata").getString("task_type")).isEqualTo("diarization");
        assertThat(task.getJsonObject("metadata").getJsonObject("task_params"))
                .isEqualTo(new JsonObject()
                        .put("device", "cpu")
                        .put("min_speakers", 1)
                        .put("max_speakers", 2));
        assertThat(task.getJsonArray("result"))
                .isEqualTo(new JsonArray()
                        .add(new JsonObject()
                                .put("label", "A")
                                .put("speaker", "SPEAKER_00")
                                .put("start", 0.0)
                                .put("end", 4.5)));
        TranscriptionRequest request = server.transcriber.requests.take();
        assertThat(request.options().speakers().work()).isEqualTo(SpeakerWork.ALONE);
        assertThat(request.options().speakers().max()).isEqualTo(OptionalInt.of(2));
    }

    @Test
    void every_parameter_of_the_query_counts_and_so_does_one_of_the_form() throws Exception {
        String query = "language=en&task=transcribe&model=tiny.en&device=cuda&device_index=0&threads=0&batch_size=8"
                + "&chunk_size=20&compute_type=float16&align_model=&interpolate_method=nearest&return_char_alignments=false"
                + "&beam_size=3&best_of=5&patience=1.0&length_penalty=1.0&temperatures=0.4&compression_ratio_threshold=2"
                + "&log_prob_threshold=-0.5&no_speech_threshold=0.7&initial_prompt=Words&suppress_tokens=-1&suppress_tokens=5"
                + "&suppress_numerals=false&vad_onset=0.6&vad_offset=0.3&min_speakers=1";
        client.submit(
                "/speech-to-text?" + query,
                form("a.flac").field("hotwords", "Sotto").field("max_speakers", "4"));
        TranscriptionRequest request = server.transcriber.requests.take();
        assertThat(request.model()).isEqualTo("tiny.en");
        assertThat(request.options().task()).isEqualTo(Task.TRANSCRIBE);
        assertThat(request.options().search().beamSize()).isEqualTo(OptionalInt.of(3));
        assertThat(request.options().search().lengthPenalty()).isEqualTo(OptionalDouble.of(1));
        assertThat(request.options().fallback().temperatures()).containsExactly(0.4);
        assertThat(request.options().fallback().compressionRatioThreshold()).isEqualTo(OptionalDouble.of(2));
        assertThat(request.options().fallback().logProbabilityThreshold()).isEqualTo(OptionalDouble.of(-0.5));
        assertThat(request.options().fallback().noSpeechThreshold()).isEqualTo(OptionalDouble.of(0.7));
        assertThat(request.options().prompt().initialPrompt()).hasValue("Words");
        assertThat(request.options().prompt().hotwords()).hasValue("Sotto");
        assertThat(request.options().sampling().suppressTokens()).containsExactly(-1, 5);
        assertThat(request.options().speech().activity().threshold()).isEqualTo(0.6);
        assertThat(request.options().speech().activity().negativeThreshold()).isEqualTo(OptionalDouble.of(0.3));
        assertThat(request.options().speakers().min()).isEqualTo(OptionalInt.of(1));
        assertThat(request.options().speakers().max()).isEqualTo(OptionalInt.of(4));
    }

    @ParameterizedTest
    @ValueSource(strings = {"encoded", "multipart", "json", "query"})
    void a_url_may_come_in_a_form_in_json_or_in_the_query(String kind) throws Exception {
        String url = "http://%s:%d/talks/audio_en.mp3?x=1".formatted(TRUSTED, host.port());
        String encoded = "url=" + URLEncoder.encode(url, StandardCharsets.UTF_8);
        String path = "/speech-to-text-url?device=cpu&compute_type=int8";
        HttpResponse<String> queued =
                switch (kind) {
                    case "encoded" -> client.send(path, "application/x-www-form-urlencoded", encoded);
                    case "multipart" -> server.post(path, new MultipartBody().field("url", url));
                    case "json" ->
                        client.send(
                                path,
                                "application/json",
                                new JsonObject().put("url", url).encode());
                    default -> client.send(path + "&" + encoded, "application/x-www-form-urlencoded", "");
                };
        assertThat(queued.statusCode()).as(queued.body()).isEqualTo(200);
        assertThat(json(queued).getString("message")).isEqualTo("Task queued");
        JsonObject task = client.ended(json(queued).getString("identifier"));
        assertThat(task.getString("status")).isEqualTo("completed");
        assertThat(task.getJsonObject("metadata").getString("url")).isEqualTo(url);
        assertThat(task.getJsonObject("metadata").getString("file_name")).isEqualTo("audio_en.mp3");
        assertThat(task.getJsonObject("result")
                        .getJsonArray("segments")
                        .getJsonObject(0)
                        .getString("text"))
                .startsWith(" And so");
    }

    @Test
    void a_callback_is_sent_what_the_task_says() throws Exception {
        String callback = "http://%s:%d/callback".formatted(TRUSTED, hook.port());
        String id = client.submit(
                "/speech-to-text?callback_url=" + URLEncoder.encode(callback, StandardCharsets.UTF_8),
                form("audio_en.mp3"));
        JsonObject message = new JsonObject(told.poll(20, TimeUnit.SECONDS).body());
        assertThat(message).isEqualTo(client.ended(id));
        assertThat(message.getJsonObject("metadata").getString("callback_url")).isEqualTo(callback);
    }

    @Test
    void a_callback_is_sent_of_a_failure_too() throws Exception {
        server.transcriber.script =
                request -> Future.succeededFuture(new TranscriptionReply.Failed(FaultCode.INVALID_MEDIA, "not audio"));
        String callback = "http://%s:%d/callback".formatted(TRUSTED, hook.port());
        client.submit("/speech-to-text", form("audio_en.mp3").field("callback_url", callback));
        JsonObject message = new JsonObject(told.poll(20, TimeUnit.SECONDS).body());
        String id = json(server.get("/task/all"))
                .getJsonArray("tasks")
                .getJsonObject(0)
                .getString("identifier");
        assertThat(message).isEqualTo(json(server.get("/task/" + id)));
        assertThat(message.getString("status")).isEqualTo("failed");
        assertThat(message.getString("error")).isEqualTo("not audio");
        assertThat(message.getValue("result")).isNull();
    }

    @Test
    void tasks_are_listed_and_deleted() throws Exception {
        assertThat(server.get("/task/all").body()).isEqualTo("{\"tasks\":[]}");
        server.transcriber.script = server.transcriber::untilStopped;
        String id = client.submit("/service/transcribe?device=cpu&compute_type=int8", form("audio_en.mp3"));
        server.transcriber.requests.take();
        JsonObject entry = json(server.get("/task/all")).getJsonArray("tasks").getJsonObject(0);
        assertThat(entry.fieldNames())
                .containsExactlyInAnyOrder(
                        "identifier",
                        "status",
                        "task_type",
                        "file_name",
                        "url",
                        "audio_duration",
                        "language",
                        "error",
                        "duration",
                        "start_time",
                        "end_time");
        assertThat(entry.getString("identifier")).isEqualTo(id);
        assertThat(entry.getString("status")).isEqualTo("processing");
        assertThat(json(server.get("/task/" + id)).getString("status")).isEqualTo("processing");

        HttpResponse<String> deleted = client.delete(id);
        assertThat(deleted.statusCode()).isEqualTo(200);
        assertThat(json(deleted))
                .isEqualTo(new JsonObject().put("identifier", id).put("message", "Task deleted"));
        assertThat(server.get("/task/" + id).statusCode()).isEqualTo(404);
        assertThat(json(server.get("/task/all")).getJsonArray("tasks")).isEmpty();
        Eventually.get(server::blobs, List::isEmpty);
    }

    @Test
    void an_unknown_task_is_told_as_both_generations_do() {
        HttpResponse<String> get = server.get("/task/non-existent-uuid-12345");
        assertThat(get.statusCode()).isEqualTo(404);
        JsonObject error = json(get).getJsonObject("error");
        assertThat(error.getString("code")).isEqualTo("TASK_NOT_FOUND");
        assertThat(error.getString("identifier")).isEqualTo("non-existent-uuid-12345");
        assertThat(error.getString("message"))
                .isEqualTo("The requested task could not be found. Please check the task ID.");
        assertThat(error.getString("correlation_id"))
                .isEqualTo(get.headers().firstValue("x-request-id").orElseThrow());
        assertThat(json(get).getString("detail")).isEqualTo("Identifier not found");
        HttpResponse<String> deleted = client.delete("non-existent-uuid-12345");
        assertThat(deleted.statusCode()).isEqualTo(404);
        assertThat(json(deleted).getString("detail")).isEqualTo("Task not found");
        assertThat(server.get("/task/a%20b").statusCode()).isEqualTo(404);
    }

    @Test
    void health_is_told_three_times() {
        assertThat(server.get("/compat/whisperx-fastapi/health").body())
                .isEqualTo("{\"status\":\"ok\",\"message\":\"Service is running\"}");
        JsonObject live = json(server.get("/health/live"));
        assertThat(live.getString("status")).isEqualTo("ok");
        assertThat(live.getString("message")).isEqualTo("Application is live");
        assertThat(live.getDouble("timestamp")).isGreaterThan(1_700_000_000);
        JsonObject ready = json(server.get("/health/ready"));
        assertThat(ready.getString("database")).isEqualTo("connected");
        assertThat(ready.getString("message")).isEqualTo("Application is ready to accept requests");
        assertThat(ready.getJsonObject("gpu").getInteger("max_concurrent_tasks"))
                .isPositive();
        server.transcriber.isReady = false;
        HttpResponse<String> loading = server.get("/health/ready");
        assertThat(loading.statusCode()).isEqualTo(503);
        assertThat(json(loading).getString("status")).isEqualTo("error");
        HttpResponse<String> index = server.get("/compat/whisperx-fastapi/");
        assertThat(index.statusCode()).isEqualTo(307);
        assertThat(index.headers().firstValue("location")).hasValue("/docs");
    }
}
