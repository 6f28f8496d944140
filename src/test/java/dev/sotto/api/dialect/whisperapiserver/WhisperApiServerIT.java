package dev.sotto.api.dialect.whisperapiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.bus.TranscriptionReply;
import dev.sotto.bus.TranscriptionRequest;
import dev.sotto.fault.FaultCode;
import dev.sotto.testing.JobEventsReader;
import dev.sotto.testing.MultipartBody;
import dev.sotto.testing.RawReceiver;
import dev.sotto.testing.RawReceiver.Request;
import dev.sotto.testing.ScriptedTranscriber;
import dev.sotto.testing.TestServer;
import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Task;
import dev.sotto.transcript.Transcript;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** whisper-api-server: the examples of its description, its formats, pages, webhooks, keys, and what it refuses. */
@Tag("heavy")
@Timeout(120)
class WhisperApiServerIT {
    private static final String PREFIX = "/compat/whisper-api-server";
    private static final String PATH = PREFIX + "/v1/audio/transcriptions";
    private static final String UNKNOWN = "00000000-0000-7000-8000-000000000000";
    private static final String SECRET = "your_webhook_secret";
    private static final String TRUSTED = "127.0.0.2";

    @TempDir
    static Path home;

    private static TestServer server;
    private static RawReceiver receiver;
    private static final BlockingQueue<Request> ARRIVED = new LinkedBlockingQueue<>();

    @BeforeAll
    static void start() throws Exception {
        receiver = new RawReceiver(TRUSTED, 0, (request, out) -> {
            ARRIVED.add(request);
            RawReceiver.answering(200, "", "").answer(request, out);
        });
        server = TestServer.start(
                home,
                Map.of(
                        "SOTTO_OUTBOUND_PLAIN_HTTP",
                        "true",
                        "SOTTO_OUTBOUND_TRUSTED_CIDRS",
                        TRUSTED + "/32",
                        "SOTTO_OUTBOUND_EXTRA_PORTS",
                        String.valueOf(receiver.port())));
    }

    @AfterAll
    static void stop() {
        receiver.close();
        server.close();
    }

    @AfterEach
    void forget() {
        ARRIVED.clear();
        server.transcriber.requests.clear();
        server.transcriber.script = request ->
                Future.succeededFuture(new TranscriptionReply.Succeeded(ScriptedTranscriber.transcript(request)));
    }

    @Test
    void example_of_its_description_is_answered_with_segments_and_the_time_it_took() {
        HttpResponse<String> response = server.send(form().field("model", "whisper-1")
                .field("response_format", "json")
                .request(server.uri(PATH))
                .header("Authorization", "Bearer your_api_key_here"));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(new JsonObject(response.body())).isEqualTo(new JsonObject("""
            {"text":"And so, my fellow listeners, ask not.","language":null,
             "segments":[{"start":0.0,"end":4.5,"text":"And so, my fellow listeners, ask not."}],"duration":4.5}\
            """));
        assertThat(response.headers().firstValue("x-process-time"))
                .get()
                .asString()
                .matches("\\d+\\.\\d+.*");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text | 'And so, my fellow listeners, ask not.'",
                "srt | '1\\n00:00:00,000 --> 00:00:04,500\\nAnd so, my fellow listeners, ask not.'",
                "vtt | 'WEBVTT\\n\\n00:00:00.000 --> 00:00:04.500\\nAnd so, my fellow listeners, ask not.'"
            })
    void plain_formats_are_plain_text(String format, String expected) {
        HttpResponse<String> response = server.post(PATH, form().field("response_format", format));
        assertThat(response.headers().firstValue("content-type")).hasValue("text/plain; charset=utf-8");
        assertThat(response.body()).isEqualTo(expected.replace("\\n", "\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text | No speech detected",
                "srt | '1\\n00:00:00,000 --> 00:00:00,000\\n[silence]'",
                "vtt | WEBVTT",
                "json | '{\"text\":\"No speech detected\",\"language\":null,\"segments\":[],\"duration\":4.75}'"
            })
    void silence_is_told_in_its_words(String format, String expected) {
        server.transcriber.script = request -> Future.succeededFuture(
                new TranscriptionReply.Succeeded(new Transcript(Task.TRANSCRIBE, "en", 4.75, "", List.of())));
        assertThat(server.post(PATH, form().field("response_format", format)).body())
                .isEqualTo(expected.replace("\\n", "\n"));
    }

    @Test
    void language_of_the_answer_is_the_one_asked_for_and_the_prompt_reaches_the_engine() throws Exception {
        JsonObject body = new JsonObject(server.post(
                        PATH,
                        form().field("model", "org/many")
                                .field("language", "ja")
                                .field("prompt", "Ada")
                                .field("temperature", "0.5")
                                .field("response_format", "verbose_json"))
                .body());
        assertThat(body.getString("language")).isEqualTo("japanese");
        assertThat(body.getString("task")).isEqualTo("transcribe");
        TranscriptionRequest request = server.transcriber.requests.take();
        assertThat(request.options().language()).isEqualTo(Optional.of("ja"));
        assertThat(request.options().prompt().initialPrompt()).isEqualTo(Optional.of("Ada"));
        assertThat(request.options().fallback().temperatures()).isEqualTo(List.of(0.5));
    }

    @Test
    void form_with_a_webhook_is_a_task_whose_end_is_sent_signed_by_its_body() throws Exception {
        server.transcriber.script = request -> Future.succeededFuture(new TranscriptionReply.Succeeded(
                new Transcript(Task.TRANSCRIBE, "de", 1, "Grüße, \"Ada\"", List.of())));
        HttpResponse<String> response =
                server.post(PATH, form().field("webhook_url", hook()).field("webhook_secret", SECRET));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        JsonObject body = new JsonObject(response.body());
        String id = body.getString("task_id");
        assertThat(body)
                .isEqualTo(new JsonObject()
                        .put("task_id", id)
                        .put("status", "processing")
                        .put("message", "Transcription started - check status or await webhook notification"));
        Request sent = arrived();
        assertThat(sent.body())
                .isEqualTo(
                        "{\"task_id\": \"%s\", \"status\": \"complete\", \"result\": {\"text\": \"Gr\\u00fc\\u00dfe, \\\"Ada\\\"\"}}"
                                .formatted(id));
        assertThat(sent.headers()).containsEntry("x-webhook-signature", signature(sent.body()));
    }

    @Test
    void task_that_failed_is_told_with_its_reason() throws Exception {
        server.transcriber.script =
                request -> Future.succeededFuture(new TranscriptionReply.Failed(FaultCode.INVALID_MEDIA, "no audio"));
        String id = new JsonObject(
                        server.post(PATH, form().field("webhook_url", hook())).body())
                .getString("task_id");
        Request sent = arrived();
        assertThat(sent.headers()).doesNotContainKey("x-webhook-signature");
        assertThat(new JsonObject(sent.body()).getString("status")).isEqualTo("failed");
        assertThat(new JsonObject(sent.body()).getString("error")).contains("no audio");
        assertThat(server.get(PATH + "/" + id).body()).isEqualTo("{\"status\":\"failed\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", PREFIX})
    void webhook_is_registered_later_by_the_query_or_the_body(String prefix) throws Exception {
        String id = job();
        JsonObject body = new JsonObject().put("url", hook()).put("secret", SECRET);
        HttpResponse<String> byQuery = postJson(prefix + "/v1/webhooks?task_id=" + id, body);
        assertThat(byQuery.statusCode()).as(byQuery.body()).isEqualTo(200);
        assertThat(byQuery.body())
                .isEqualTo("{\"message\":\"Webhook registered successfully\",\"task_id\":\"%s\"}".formatted(id));
        Request sent = arrived();
        assertThat(sent.headers()).containsEntry("x-webhook-signature", signature(sent.body()));
        assertThat(new JsonObject(sent.body()).getJsonObject("result").getString("text"))
                .isEqualTo(ScriptedTranscriber.TEXT.strip());
        HttpResponse<String> byBody =
                postJson(prefix + "/v1/webhooks", body.copy().put("task_id", id));
        assertThat(byBody.statusCode()).as(byBody.body()).isEqualTo(200);
        assertThat(arrived().body()).isEqualTo(sent.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", PREFIX})
    void segments_of_a_task_come_page_by_page(String prefix) {
        server.transcriber.script = request -> {
            List<Segment> segments = IntStream.range(0, 5)
                    .mapToObj(i -> new Segment(i, 0, i, i + 1, " part " + i, List.of(), 0, 0, 1, 0, List.of()))
                    .toList();
            return Future.succeededFuture(new TranscriptionReply.Succeeded(
                    new Transcript(Task.TRANSCRIBE, "en", 5, "part 0 part 1", segments)));
        };
        String path = prefix + "/v1/audio/transcriptions/" + job();
        JsonObject page =
                new JsonObject(server.get(path + "?page=2&page_size=2").body());
        assertThat(page).isEqualTo(new JsonObject("""
            {"status":"complete","text":"part 0 part 1","language":null,"total_segments":5,"page":2,"page_size":2,
             "has_more":true,"segments":[{"start":2.0,"end":3.0,"text":"part 2"},{"start":3.0,"end":4.0,"text":"part 3"}]}\
            """));
        JsonObject last =
                new JsonObject(server.get(path + "?page=3&page_size=2").body());
        assertThat(last.getBoolean("has_more")).isFalse();
        assertThat(last.getJsonArray("segments")).hasSize(1);
        JsonObject beyond = new JsonObject(
                server.get(path + "?page=999999999&page_size=500").body());
        assertThat(beyond.getJsonArray("segments")).isEqualTo(new JsonArray());
        JsonObject all = new JsonObject(server.get(path).body());
        assertThat(all.getInteger("page_size")).isEqualTo(50);
        assertThat(all.getJsonArray("segments")).hasSize(5);
    }

    @ParameterizedTest
    @CsvSource({
        "page=0, greater_than_equal",
        "page=-1, greater_than_equal",
        "page=one, int_parsing",
        "page=1.5, int_parsing",
        "page_size=0, greater_than_equal",
        "page_size=501, less_than_equal",
        "page_size=x, int_parsing"
    })
    void limits_of_pages_are_422_with_a_list(String query, String type) {
        assertUnprocessable(server.get(PATH + "/" + UNKNOWN + "?" + query), "query", query.split("=")[0], type);
    }

    @Test
    void task_that_is_not_there_is_404_in_its_words() {
        for (String id : new String[] {UNKNOWN, "1"}) {
            HttpResponse<String> response = server.get("/v1/audio/transcriptions/" + id);
            assertThat(response.statusCode()).isEqualTo(404);
            assertThat(response.body()).isEqualTo("{\"detail\":\"Task ID not found: %s\"}".formatted(id));
        }
        HttpResponse<String> webhook = postJson(
                "/v1/webhooks",
                new JsonObject().put("task_id", "1").put("url", hook()).put("secret", SECRET));
        assertThat(webhook.statusCode()).isEqualTo(404);
        assertThat(webhook.body()).isEqualTo("{\"detail\":\"Task ID not found: 1\"}");
    }

    @Test
    void webhook_without_a_task_or_an_address_is_422() {
        JsonObject body = new JsonObject().put("url", hook());
        assertUnprocessable(postJson("/v1/webhooks", body), "query", "task_id", "missing");
        JsonObject noUrl = new JsonObject().put("task_id", UNKNOWN);
        assertUnprocessable(postJson("/v1/webhooks", noUrl), "body", "url", "missing");
        for (String url : new String[] {"nonsense", "ftp://example.org/a"}) {
            JsonObject wrong = new JsonObject().put("task_id", UNKNOWN).put("url", url);
            assertUnprocessable(postJson("/v1/webhooks", wrong), "body", "url", "value_error");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "response_format, xml, Unsupported format: xml",
        "response_format, JSON, Unsupported format: JSON",
        "response_format, tsv, Unsupported format: tsv",
        "model, whisper-2, Only 'whisper-1' model is supported",
        "model, ../etc, Only 'whisper-1' model is supported",
        "temperature, 1.5, Temperature must be between 0.0 and 1.0",
        "temperature, -0.1, Temperature must be between 0.0 and 1.0",
        "language, klingon, language",
        "language, 123, language",
        "webhook_url, nonsense, ''",
        "webhook_url, http://user:word@example.org/, ''",
        "webhook_url, ftp://example.org, ''"
    })
    void bad_values_are_400_with_a_sentence(String name, String value, String sentence) {
        MultipartBody form = form().field(name, value);
        if (!name.equals("model")) {
            form.field("model", "org/many");
        }
        HttpResponse<String> response = server.post(PATH, form);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(new JsonObject(response.body()).getString("detail")).contains(sentence);
        assertThat(server.uploads()).isEmpty();
    }

    @Test
    void missing_file_and_unreadable_number_are_422_with_a_list() {
        assertUnprocessable(
                server.post(PATH, new MultipartBody().field("model", "whisper-1")), "body", "file", "missing");
        assertUnprocessable(
                server.post(PATH, form().field("temperature", "hot")), "body", "temperature", "float_parsing");
        HttpResponse<String> noForm =
                server.send(HttpRequest.newBuilder(server.uri(PATH)).POST(HttpRequest.BodyPublishers.ofString("{}")));
        assertUnprocessable(noForm, "body", "file", "missing");
    }

    @Test
    void recording_that_cannot_be_read_is_415() {
        server.transcriber.script =
                request -> Future.succeededFuture(new TranscriptionReply.Failed(FaultCode.INVALID_MEDIA, "no audio"));
        HttpResponse<String> response = server.post(PATH, form());
        assertThat(response.statusCode()).isEqualTo(415);
        assertThat(response.body()).isEqualTo("{\"detail\":\"Invalid audio file or exceeds maximum duration\"}");
    }

    private static void assertUnprocessable(HttpResponse<String> response, String place, String name, String type) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(422);
        JsonObject entry =
                new JsonObject(response.body()).getJsonArray("detail").getJsonObject(0);
        assertThat(entry.getString("type")).isEqualTo(type);
        assertThat(entry.getJsonArray("loc"))
                .isEqualTo(new JsonArray().add(place).add(name));
        assertThat(entry.getString("msg")).isNotBlank();
    }

    private static String hook() {
        return "http://%s:%d/webhook".formatted(receiver.address(), receiver.port());
    }

    private static Request arrived() throws InterruptedException {
        Request request = ARRIVED.poll(30, TimeUnit.SECONDS);
        assertThat(request).as("a request arrives").isNotNull();
        return request;
    }

    private static String signature(String body) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    }

    /** A job of another surface that has ended. */
    private static String job() {
        String id = new JsonObject(server.post("/v1/jobs", form().field("model", "whisper-1"))
                        .body())
                .getString("id");
        JobEventsReader.readAll(server, id);
        return id;
    }

    private static HttpResponse<String> postJson(String path, JsonObject body) {
        return server.send(HttpRequest.newBuilder(server.uri(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.encode())));
    }

    private static MultipartBody form() {
        return new MultipartBody().file(new byte[20]);
    }
}
