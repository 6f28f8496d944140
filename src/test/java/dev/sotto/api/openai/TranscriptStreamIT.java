package dev.sotto.api.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.bus.TranscriptionReply;
import dev.sotto.bus.TranscriptionRequest;
import dev.sotto.fault.FaultCode;
import dev.sotto.testing.Eventually;
import dev.sotto.testing.JobEventsReader;
import dev.sotto.testing.MultipartBody;
import dev.sotto.testing.ScriptedTranscriber;
import dev.sotto.testing.TestServer;
import dev.sotto.transcript.Segment;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A transcription as a stream of events, over real HTTP. */
@Tag("heavy")
class TranscriptStreamIT {
    private static final String TRANSCRIPTIONS = "/v1/audio/transcriptions";
    private static final List<Segment> SEGMENTS = List.of(segment(0, " First part."), segment(1, " Second part."));

    @TempDir
    static Path home;

    private static TestServer server;

    /** Different for each test, so that none is answered with the result of another. */
    private static byte next;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start(home, Map.of("SOTTO_JOBS_REUSE_RESULTS", "true"));
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @BeforeEach
    void plain() {
        next++;
        server.transcriber.requests.clear();
        server.transcriber.script = request ->
                Future.succeededFuture(new TranscriptionReply.Succeeded(ScriptedTranscriber.transcript(request)));
    }

    @Test
    void text_is_sent_while_it_is_decoded_and_whole_at_the_end() throws Exception {
        Promise<TranscriptionReply> held = Promise.promise();
        server.transcriber.script = request -> {
            SEGMENTS.forEach(request.listener()::segment);
            return held.future();
        };
        HttpResponse<InputStream> response = open(server, form());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).hasValue("text/event-stream");
        BufferedReader lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
        String begun = readUntil(lines, "Second part.");
        TranscriptionRequest request = server.transcriber.requests.take();
        held.complete(new TranscriptionReply.Succeeded(ScriptedTranscriber.transcript(request)));
        List<JsonObject> events = JobEventsReader.parse(begun + rest(lines));
        assertThat(events).extracting(event -> event.getString("event")).endsWith("transcript.text.done");
        assertThat(deltas(events)).isEqualTo("First part. Second part.");
        assertThat(last(events).getString("type")).isEqualTo("transcript.text.done");
        assertThat(last(events).getString("text")).isEqualTo(ScriptedTranscriber.TEXT.strip());
        assertThat(last(events).fieldNames()).containsExactly("type", "text", "languages");
    }

    @Test
    void silent_stream_is_kept_alive_by_comments(@TempDir Path other) throws Exception {
        Promise<TranscriptionReply> held = Promise.promise();
        try (TestServer quick = TestServer.start(other, Map.of("SOTTO_JOBS_STREAM_HEARTBEAT", "100ms"))) {
            quick.transcriber.script = request -> held.future();
            HttpResponse<InputStream> response = open(quick, form());
            BufferedReader lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
            readUntil(lines, ": alive");
            held.complete(new TranscriptionReply.Succeeded(
                    ScriptedTranscriber.transcript(quick.transcriber.requests.take())));
            assertThat(rest(lines)).contains("event: transcript.text.done");
        }
    }

    @Test
    void verbose_request_gets_its_whole_document_with_the_last_event() {
        List<JsonObject> events = stream(form().field("response_format", "verbose_json"));
        assertThat(deltas(events)).isEqualTo(ScriptedTranscriber.TEXT.strip());
        assertThat(last(events).fieldNames())
                .contains("type", "text", "language", "duration", "segments")
                .doesNotContain("usage");
    }

    @Test
    void words_come_with_how_probable_they_are_where_that_is_asked_for() {
        server.transcriber.script = request -> {
            request.listener()
                    .segment(ScriptedTranscriber.transcript(request).segments().get(0));
            return Future.succeededFuture(new TranscriptionReply.Succeeded(ScriptedTranscriber.transcript(request)));
        };
        List<JsonObject> events = stream(form().field("include[]", "logprobs"));
        assertThat(events).hasSize(2).allSatisfy(event -> assertThat(event.getJsonObject("data")
                        .getJsonArray("logprobs")
                        .getJsonObject(0)
                        .getString("token"))
                .isEqualTo(" And"));
    }

    @Test
    void speakers_come_with_an_event_for_each_segment_before_the_last() {
        List<JsonObject> events = stream(form().field("response_format", "diarized_json"));
        assertThat(events)
                .extracting(event -> event.getString("event"))
                .containsExactly("transcript.text.delta", "transcript.text.segment", "transcript.text.done");
        assertThat(events.get(1).getJsonObject("data").fieldNames())
                .contains("type", "id", "start", "end", "text", "speaker");
    }

    @Test
    void kept_result_is_sent_at_once_as_one_piece() {
        server.post(TRANSCRIPTIONS, form());
        List<JsonObject> events = stream(form());
        assertThat(events)
                .extracting(event -> event.getString("event"))
                .containsExactly("transcript.text.delta", "transcript.text.done");
        assertThat(server.transcriber.requests).hasSize(1);
    }

    @Test
    void silence_is_a_stream_with_an_empty_text() {
        server.transcriber.script = request -> Future.succeededFuture(new TranscriptionReply.Succeeded(
                new dev.sotto.transcript.Transcript(request.options().task(), "en", 3, "", List.of())));
        List<JsonObject> events = stream(form());
        assertThat(events).hasSize(1);
        assertThat(last(events).getString("text")).isEmpty();
    }

    @Test
    void fault_before_the_first_text_is_answered_with_its_own_status() {
        server.transcriber.script = request ->
                Future.succeededFuture(new TranscriptionReply.Failed(FaultCode.INVALID_MEDIA, "The file is no audio."));
        HttpResponse<String> refused = server.post(TRANSCRIPTIONS, form().field("stream", "true"));
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(new JsonObject(refused.body()).getJsonObject("error").getString("code"))
                .isEqualTo("invalid_media");
        assertThat(server.post(TRANSCRIPTIONS, form().field("stream", "perhaps"))
                        .body())
                .contains("stream 'perhaps'; expected true or false");
    }

    @Test
    void fault_behind_the_first_text_is_an_event_with_the_error() {
        server.transcriber.script = request -> {
            request.listener().segment(SEGMENTS.get(0));
            return Future.succeededFuture(
                    new TranscriptionReply.Failed(FaultCode.INVALID_MEDIA, "The file ends here."));
        };
        List<JsonObject> events = stream(form());
        assertThat(events.get(events.size() - 1).getString("event")).isEqualTo("error");
        assertThat(last(events).getJsonObject("error").getString("message")).contains("The file ends here.");
    }

    @Test
    void client_that_leaves_ends_the_work_if_it_said_so() throws Exception {
        server.transcriber.script = request -> {
            request.listener().segment(SEGMENTS.get(0));
            return server.transcriber.untilStopped(request);
        };
        HttpResponse<InputStream> response = open(server, form().field("cancel_on_disconnect", "true"));
        TranscriptionRequest request = server.transcriber.requests.take();
        response.body().close();
        Eventually.holds(() -> request.cancellation().isRequested());
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "", "false", "0", "False"})
    void a_request_that_says_so_is_not_streamed(String stream) {
        HttpResponse<String> answer = server.post(
                "/v1/audio/transcriptions",
                new MultipartBody()
                        .file(new byte[20])
                        .field("model", "whisper-1")
                        .field("stream", stream));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
    }

    @Test
    void translation_is_not_streamed() {
        HttpResponse<String> response = server.post(
                "/v1/audio/translations",
                new MultipartBody()
                        .field("model", "org/many")
                        .field("stream", "true")
                        .file(new byte[] {9, next}));
        assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
    }

    private static Segment segment(int id, String text) {
        return new Segment(id, 0, 2 * id, 2 * id + 2, text, List.of(1), 0, -0.2, 1, 0, List.of());
    }

    private static HttpResponse<InputStream> open(TestServer asked, MultipartBody body)
            throws IOException, InterruptedException {
        return asked.client.send(
                body.field("stream", "true").request(asked.uri(TRANSCRIPTIONS)).build(),
                HttpResponse.BodyHandlers.ofInputStream());
    }

    private static List<JsonObject> stream(MultipartBody body) {
        HttpResponse<String> response = server.post(TRANSCRIPTIONS, body.field("stream", "true"));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JobEventsReader.parse(response.body());
    }

    private static String readUntil(BufferedReader lines, String part) throws IOException {
        StringBuilder read = new StringBuilder();
        while (read.indexOf(part) < 0) {
            read.append(lines.readLine()).append('\n');
        }
        return read.append(lines.readLine()).append('\n').toString();
    }

    private static String rest(BufferedReader lines) throws IOException {
        StringBuilder read = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            read.append(line).append('\n');
        }
        return read.toString();
    }

    private static String deltas(List<JsonObject> events) {
        StringBuilder text = new StringBuilder();
        events.stream()
                .filter(event -> "transcript.text.delta".equals(event.getString("event")))
                .forEach(event -> text.append(event.getJsonObject("data").getString("delta")));
        return text.toString();
    }

    private static JsonObject last(List<JsonObject> events) {
        return events.get(events.size() - 1).getJsonObject("data");
    }

    private static MultipartBody form() {
        return new MultipartBody().field("model", "whisper-1").file(new byte[] {1, 2, 3, next});
    }
}
