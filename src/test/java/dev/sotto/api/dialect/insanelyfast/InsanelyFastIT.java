package dev.sotto.api.dialect.insanelyfast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.bus.TranscriptionReply;
import dev.sotto.bus.TranscriptionRequest;
import dev.sotto.fault.FaultCode;
import dev.sotto.testing.Eventually;
import dev.sotto.testing.RawReceiver;
import dev.sotto.testing.ScriptedTranscriber;
import dev.sotto.testing.TestServer;
import dev.sotto.transcript.Task;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The requests of the README of JigsawStack/insanely-fast-whisper-api, and what they are answered. */
@Tag("heavy")
@Timeout(60)
class InsanelyFastIT {
    private static final String TRUSTED = "127.0.0.2";

    @TempDir
    Path home;

    private final BlockingQueue<RawReceiver.Request> told = new LinkedBlockingQueue<>();
    private RawReceiver host;
    private RawReceiver hook;
    private TestServer server;
    private final Map<String, String> settings = new HashMap<>();

    @BeforeEach
    void start() throws Exception {
        host = new RawReceiver(TRUSTED, 0, RawReceiver.answering(200, "", "a recording"));
        hook = new RawReceiver(TRUSTED, 0, (request, out) -> {
            told.add(request);
            RawReceiver.answering(200, "", "ok").answer(request, out);
        });
        settings.put("SOTTO_FETCH_ENABLED", "true");
        settings.put("SOTTO_OUTBOUND_PLAIN_HTTP", "true");
        settings.put("SOTTO_OUTBOUND_TRUSTED_CIDRS", TRUSTED);
        settings.put("SOTTO_OUTBOUND_EXTRA_PORTS", host.port() + "," + hook.port());
        settings.put("SOTTO_JOBS_RETRY_WAIT", "1ms");
        settings.put("SOTTO_HTTP_SHUTDOWN_GRACE", "100ms");
        server = TestServer.start(home, settings);
    }

    @AfterEach
    void stop() {
        server.close();
        host.close();
        hook.close();
    }

    @Test
    void a_synchronous_call_answers_with_the_output() throws Exception {
        HttpResponse<String> answer = post(body());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        String id = json(answer).getString("task_id");
        JsonObject output = new JsonObject()
                .put("text", ScriptedTranscriber.TEXT)
                .put(
                        "chunks",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put(
                                                "timestamp",
                                                new JsonArray().add(0.0).add(4.5))
                                        .put("text", ScriptedTranscriber.TEXT)));
        assertThat(json(answer))
                .isEqualTo(new JsonObject()
                        .put("output", output)
                        .put("status", "completed")
                        .put("task_id", id));
        TranscriptionRequest request = server.transcriber.requests.take();
        assertThat(request.options().language()).isEmpty();
        assertThat(request.options().task()).isEqualTo(Task.TRANSCRIBE);
        assertThat(request.options().words().timestamps()).isFalse();
        // kept, where that system forgets it
        JsonObject kept = new JsonObject().put("status", "completed").put("output", output);
        assertThat(json(server.get("/status/" + id))).isEqualTo(kept);
        assertThat(json(delete(id))).isEqualTo(kept);
        assertThat(json(server.get("/tasks"))).isEqualTo(new JsonObject().put("tasks", new JsonArray()));
    }

    @Test
    void words_may_be_chunks_and_chunks_have_speakers() throws Exception {
        JsonObject words = json(post(body().put("timestamp", "word")));
        assertThat(words.getJsonObject("output").getJsonArray("chunks"))
                .isEqualTo(new JsonArray()
                        .add(new JsonObject()
                                .put("timestamp", new JsonArray().add(0.5).add(0.75))
                                .put("text", " And")));
        JsonObject said = json(post(body().put("diarise_audio", true)));
        assertThat(said.getJsonObject("output").getJsonArray("speakers"))
                .isEqualTo(new JsonArray()
                        .add(new JsonObject()
                                .put("timestamp", new JsonArray().add(0.0).add(4.5))
                                .put("text", ScriptedTranscriber.TEXT)
                                .put("speaker", "SPEAKER_00")));
        assertThat(said.getJsonObject("output").getJsonArray("chunks")).hasSize(1);
    }

    @Test
    void all_fields_of_the_readme_are_taken() throws Exception {
        JsonObject all = body().put("task", "transcribe")
                .put("language", "None")
                .put("batch_size", 24)
                .put("timestamp", "chunk")
                .put("diarise_audio", false)
                .putNull("webhook")
                .put("is_async", false)
                .put("managed_task_id", "my-own-id");
        HttpResponse<String> answer = post(all);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("x-sotto-ignored-fields")).isEmpty();
        assertThat(post(body().put("diarize_audio", true)).headers().firstValue("x-sotto-ignored-fields"))
                .hasValue("diarize_audio");
        assertThat(json(answer).getString("task_id")).isEqualTo("my-own-id");
        assertThat(json(server.get("/status/my-own-id")).getString("status")).isEqualTo("completed");
        assertThat(post(all).statusCode())
                .as("an id of a task that has ended is free")
                .isEqualTo(200);
        assertThat(post(body().put("language", "en")
                                .put("url", body().getString("url").replace("http", "HTTP")))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void an_asynchronous_task_is_told_by_webhook_with_the_headers_of_its_caller() throws Exception {
        HttpResponse<String> answer = post(async().put("managed_task_id", "task-1"));
        assertThat(json(answer))
                .isEqualTo(new JsonObject()
                        .put("detail", "Task is being processed in the background")
                        .put("status", "processing")
                        .put("task_id", "task-1"));
        RawReceiver.Request request = told.poll(20, TimeUnit.SECONDS);
        assertThat(request).isNotNull();
        assertThat(request.headers()).containsEntry("x-token", "abc").containsEntry("content-type", "application/json");
        JsonObject message = new JsonObject(request.body());
        assertThat(message.fieldNames()).containsExactlyInAnyOrder("output", "status", "task_id");
        assertThat(message.getString("status")).isEqualTo("completed");
        assertThat(message.getString("task_id")).isEqualTo("task-1");
        assertThat(message.getJsonObject("output").getString("text")).isEqualTo(ScriptedTranscriber.TEXT);
    }

    @Test
    void a_webhook_is_also_sent_for_a_synchronous_call_and_of_a_failure() throws Exception {
        JsonObject hooked = async().put("is_async", false);
        assertThat(post(hooked).statusCode()).isEqualTo(200);
        assertThat(told.poll(20, TimeUnit.SECONDS)).isNotNull();
        server.transcriber.script =
                request -> Future.succeededFuture(new TranscriptionReply.Failed(FaultCode.INVALID_MEDIA, "not audio"));
        HttpResponse<String> failed = post(body());
        assertThat(failed.statusCode()).isEqualTo(500);
        assertThat(failed.body()).isEqualTo("{\"detail\":\"not audio\"}");
        post(async().put("managed_task_id", "task-2"));
        JsonObject message = new JsonObject(told.poll(20, TimeUnit.SECONDS).body());
        assertThat(message)
                .isEqualTo(new JsonObject()
                        .put("error", "not audio")
                        .put("status", "error")
                        .put("task_id", "task-2"));
        assertThat(json(server.get("/status/task-2")))
                .isEqualTo(new JsonObject().put("status", "error").put("error", "not audio"));
    }

    @Test
    void tasks_under_way_are_listed_and_one_that_is_cancelled_sends_nothing() throws Exception {
        server.transcriber.script = server.transcriber::untilStopped;
        post(async().put("managed_task_id", "task-3"));
        TranscriptionRequest request = server.transcriber.requests.take();
        assertThat(json(server.get("/tasks")).getJsonArray("tasks")).containsExactly("task-3");
        assertThat(json(server.get("/status/task-3"))).isEqualTo(new JsonObject().put("status", "processing"));
        HttpResponse<String> second = post(async().put("managed_task_id", "task-3"));
        assertThat(second.statusCode()).isEqualTo(409);
        assertThat(json(second).getString("detail")).contains("task-3");

        assertThat(json(delete("task-3"))).isEqualTo(new JsonObject().put("status", "cancelled"));
        Eventually.holds(() -> request.cancellation().isRequested());
        assertThat(server.get("/status/task-3").statusCode()).isEqualTo(404);
        assertThat(json(server.get("/tasks")).getJsonArray("tasks")).isEmpty();
        server.transcriber.script = ended ->
                Future.succeededFuture(new TranscriptionReply.Succeeded(ScriptedTranscriber.transcript(ended)));
        Eventually.get(
                () -> json(server.get("/v1/jobs?status=cancelled"))
                        .getJsonArray("data")
                        .size(),
                count -> count == 1);
        post(async().put("managed_task_id", "task-4"));
        assertThat(new JsonObject(told.poll(20, TimeUnit.SECONDS).body()).getString("task_id"))
                .as("nothing came of the cancelled one before")
                .isEqualTo("task-4");
    }

    @Test
    void a_synchronous_task_is_listed_and_cannot_be_cancelled() throws Exception {
        Promise<TranscriptionReply> held = Promise.promise();
        server.transcriber.script = request -> held.future();
        CompletableFuture<HttpResponse<String>> waiting = server.client.sendAsync(
                request(body().put("managed_task_id", "task-5")).build(), HttpResponse.BodyHandlers.ofString());
        TranscriptionRequest request = server.transcriber.requests.take();
        HttpResponse<String> refused = delete("task-5");
        assertThat(refused.statusCode()).isEqualTo(200);
        assertThat(refused.body())
                .isEqualTo("{\"status_code\":400,\"detail\":\"Not a background task\",\"headers\":null}");
        held.complete(new TranscriptionReply.Succeeded(ScriptedTranscriber.transcript(request)));
        assertThat(waiting.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }

    @Test
    void a_job_of_another_surface_is_read_and_an_unknown_one_is_404() throws Exception {
        HttpResponse<String> unknown = server.get("/compat/insanely-fast-whisper/status/nothing");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.body()).isEqualTo("{\"detail\":\"Task not found\"}");
        assertThat(delete("nothing").body()).isEqualTo("{\"detail\":\"Task not found\"}");
        assertThat(delete("nothing").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "batch_size      | \"many\"        | int_parsing",
                "batch_size      | true            | int_parsing",
                "batch_size      | {}              | int_parsing",
                "url             | 7               | string_type",
                "url             | null            | missing",
                "url             | \"\"            | missing",
                "task            | 1               | string_type",
                "language        | 5               | string_type",
                "timestamp       | false           | string_type",
                "diarise_audio   | \"perhaps\"     | bool_parsing",
                "diarise_audio   | 2               | bool_parsing",
                "is_async        | \"later\"       | bool_parsing",
                "managed_task_id | 12              | string_type",
                "webhook         | \"http://a.b\"  | model_attributes_type",
                "webhook         | []              | model_attributes_type",
            })
    void a_wrong_field_is_told_in_the_list_of_fastapi(String field, String value, String type) {
        JsonObject body = body();
        body.put(field, Json.decodeValue(value));
        HttpResponse<String> refused = post(body);
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(422);
        JsonObject entry = json(refused).getJsonArray("detail").getJsonObject(0);
        assertThat(entry.getString("type")).isEqualTo(type);
        assertThat(entry.getJsonArray("loc")).containsExactly("body", field);
    }

    @Test
    void wrong_members_of_the_webhook_are_told_with_their_place() {
        HttpResponse<String> none = post(body().put("webhook", new JsonObject()));
        assertThat(json(none).getJsonArray("detail").getJsonObject(0).getJsonArray("loc"))
                .containsExactly("body", "webhook", "url");
        HttpResponse<String> header = post(body().put(
                        "webhook",
                        new JsonObject()
                                .put("url", "https://example.org")
                                .put("header", new JsonObject().put("a", 1))));
        assertThat(json(header).getJsonArray("detail").getJsonObject(0).getJsonArray("loc"))
                .containsExactly("body", "webhook", "header", "a");
    }

    @Test
    void what_cannot_be_done_is_400_with_a_sentence() {
        assertDetail(post(new JsonObject().put("url", "ftp://example.org/a.mp3")), 400, "Invalid URL");
        assertDetail(post(body().put("is_async", true)), 400, "Webhook is required for async tasks");
        assertThat(post(body().put("language", "klingon")).statusCode()).isEqualTo(400);
        assertThat(post(body().put("url", "http://127.0.0.1:1/a.mp3")).statusCode())
                .isEqualTo(400);
        assertThat(post(body().put("webhook", new JsonObject().put("url", "http://127.0.0.1:1/")))
                        .statusCode())
                .isEqualTo(400);
        assertThat(post(body().put(
                                        "webhook",
                                        new JsonObject()
                                                .put("url", "http://%s:%d/".formatted(TRUSTED, hook.port()))
                                                .put("header", new JsonObject().put("Host", "other"))))
                        .statusCode())
                .isEqualTo(400);
        server.transcriber.speakersFault = Optional.of("Speakers are not told apart.");
        assertDetail(post(body().put("diarise_audio", true)), 500, "Speakers are not told apart.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "\"url\"", "url=http://a"})
    void a_body_that_is_no_object_of_json_is_422(String body) {
        HttpResponse<String> refused = server.send(HttpRequest.newBuilder(server.uri("/"))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(422);
        assertThat(json(refused).getJsonArray("detail").getJsonObject(0).getString("type"))
                .isIn("json_invalid", "missing");
    }

    @Test
    void the_admin_key_is_asked_for_and_anything_else_is_unauthorized() throws Exception {
        server.close();
        settings.put("SOTTO_ADMIN_KEY", "an-admin-key-of-some-length");
        server = TestServer.start(home, settings);
        assertDetail(post(body()), 401, "Unauthorized");
        assertDetail(server.send(request(body()).header("x-admin-api-key", "wrong")), 401, "Unauthorized");
        assertThat(server.send(request(body()).header("x-admin-api-key", "an-admin-key-of-some-length"))
                        .statusCode())
                .isEqualTo(200);
    }

    private static void assertDetail(HttpResponse<String> response, int status, String detail) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.body())
                .isEqualTo(new JsonObject().put("detail", detail).encode());
    }

    private JsonObject body() {
        return new JsonObject().put("url", "http://%s:%d/audio.mp3".formatted(TRUSTED, host.port()));
    }

    private JsonObject async() {
        return body().put("is_async", true)
                .put(
                        "webhook",
                        new JsonObject()
                                .put("url", "http://%s:%d/hook".formatted(TRUSTED, hook.port()))
                                .put("header", new JsonObject().put("x-token", "abc")));
    }

    private HttpRequest.Builder request(JsonObject body) {
        return HttpRequest.newBuilder(server.uri("/"))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.encode()));
    }

    private HttpResponse<String> post(JsonObject body) {
        return server.send(request(body));
    }

    private HttpResponse<String> delete(String id) {
        return server.send(HttpRequest.newBuilder(server.uri("/cancel/" + id)).DELETE());
    }

    private static JsonObject json(HttpResponse<String> response) {
        return new JsonObject(response.body());
    }
}
