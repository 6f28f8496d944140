package dev.sotto.api.http;

import static dev.sotto.api.http.BadForms.MALFORMED;
import static dev.sotto.api.http.BadForms.error;
import static dev.sotto.api.http.BadForms.form;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.bus.TranscriptionReply;
import dev.sotto.fault.FaultCode;
import dev.sotto.testing.MultipartBody;
import dev.sotto.testing.TestServer;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every refusal with its exact status and body. None may leave a file behind. */
@Tag("heavy")
class BadRequestIT {
    private static final String TRANSCRIPTIONS = "/v1/audio/transcriptions";

    @TempDir
    static Path home;

    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start(
                home,
                Map.of(
                        "SOTTO_JOBS_RETRY_WAIT", "1ms",
                        "SOTTO_HTTP_UPLOAD_BYTES_MAX", "1000",
                        "SOTTO_HTTP_UPLOAD_FIELDS_MAX", "5",
                        "SOTTO_HTTP_UPLOAD_FIELD_BYTES_MAX", "256"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void nothing_is_left_behind() {
        assertThat(server.uploads()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.sotto.api.http.BadForms#all")
    void bad_form_is_refused(String what, MultipartBody body, int status, JsonObject error) {
        assertRefused(server.post(TRANSCRIPTIONS, body), status, error);
    }

    @Test
    void field_that_is_not_utf_8_is_refused() {
        MultipartBody body = form().part("form-data; name=\"prompt\"", new byte[] {(byte) 0xff, (byte) 0xfe});
        assertRefused(
                server.post(TRANSCRIPTIONS, body),
                400,
                error("Could not parse the multipart form: text is not valid UTF-8.", null, null));
    }

    @Test
    void file_name_that_is_not_utf_8_is_a_label_like_any_other() {
        byte[] latin =
                "form-data; name=\"file\"; filename=\"Gr\u00fc\u00dfe.wav\"".getBytes(StandardCharsets.ISO_8859_1);
        HttpResponse<String> answer = server.post(
                TRANSCRIPTIONS, new MultipartBody().field("model", "whisper-1").part(latin, new byte[] {1}));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    @Test
    void field_whose_name_is_not_utf_8_is_refused() {
        byte[] latin = "form-data; name=\"pr\u00fcfung\"".getBytes(StandardCharsets.ISO_8859_1);
        assertRefused(
                server.post(TRANSCRIPTIONS, form().part(latin, new byte[] {1})),
                400,
                error("Could not parse the multipart form: text is not valid UTF-8.", null, null));
    }

    @Test
    void body_that_breaks_off_is_refused() {
        assertRefused(
                server.send(MultipartBody.request(server.uri(TRANSCRIPTIONS), form().unfinished())),
                400,
                error(MALFORMED + "it ends in the middle of a part.", null, null));
    }

    @Test
    void empty_body_is_refused() {
        assertRefused(
                server.send(MultipartBody.request(server.uri(TRANSCRIPTIONS), new byte[0])),
                400,
                error(MALFORMED + "its boundary does not appear in it.", null, null));
    }

    @Test
    void text_in_place_of_a_form_is_refused() {
        byte[] text = "x".repeat(10_000).getBytes(StandardCharsets.UTF_8);
        assertRefused(
                server.send(MultipartBody.request(server.uri(TRANSCRIPTIONS), text)),
                400,
                error(MALFORMED + "its boundary does not appear at its beginning.", null, null));
    }

    @Test
    void boundary_with_more_behind_it_is_refused() {
        byte[] body = ("--" + MultipartBody.BOUNDARY + "x\r\n\r\n").getBytes(StandardCharsets.UTF_8);
        assertRefused(
                server.send(MultipartBody.request(server.uri(TRANSCRIPTIONS), body)),
                400,
                error(MALFORMED + "a boundary is followed by something else than a line break.", null, null));
    }

    @Test
    void form_without_a_boundary_is_refused() {
        assertRefused(
                postAs("multipart/form-data"),
                400,
                error(MALFORMED + "the Content-Type header names no boundary of 1 to 70 characters.", null, null));
    }

    @Test
    void body_of_another_type_is_refused() {
        assertRefused(
                postAs("application/xml"),
                415,
                error("The Content-Type is 'application/xml'; expected multipart/form-data.", null, null));
    }

    @Test
    void body_without_a_type_is_refused() {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.uri(TRANSCRIPTIONS)).POST(HttpRequest.BodyPublishers.ofString("{}"));
        assertRefused(
                server.send(request),
                415,
                error("The Content-Type is missing; expected multipart/form-data.", null, null));
    }

    @Test
    void compressed_body_is_refused() {
        HttpRequest.Builder request = form().request(server.uri(TRANSCRIPTIONS)).header("Content-Encoding", "gzip");
        assertRefused(
                server.send(request),
                415,
                error("The request body is compressed (Content-Encoding); send it as it is.", null, null));
    }

    @Test
    void body_whose_length_is_over_the_limit_is_refused_at_once() {
        int moreThanClipsOfVoicesTake = 20 << 20;
        assertRefused(
                server.send(MultipartBody.request(server.uri(TRANSCRIPTIONS), new byte[moreThanClipsOfVoicesTake])),
                413,
                error("The file is larger than this server accepts: at most 1000 bytes.", "file", "file_too_large"));
    }

    @Test
    void translation_by_a_model_of_english_only_is_refused() {
        assertRefused(
                server.post("/v1/audio/translations", form()),
                400,
                error(
                        "The model `tiny.en` knows only English and cannot translate; use org/many.",
                        "model",
                        "unsupported_value"));
    }

    @Test
    void unknown_url_is_refused() {
        assertRefused(
                server.get("/v1/audio/speech"), 404, error("Invalid URL (GET /v1/audio/speech)", null, "unknown_url"));
        assertRefused(
                server.post("/v1/nothing", form()), 404, error("Invalid URL (POST /v1/nothing)", null, "unknown_url"));
    }

    @Test
    void wrong_method_is_refused_with_the_right_ones() {
        HttpResponse<String> response = server.get(TRANSCRIPTIONS);
        assertRefused(
                response,
                405,
                error(
                        "Not allowed to GET on /v1/audio/transcriptions (HINT: use OPTIONS, POST)",
                        null,
                        "method_not_allowed"));
        assertThat(response.headers().firstValue("allow")).hasValue("OPTIONS, POST");
    }

    @Test
    void unknown_model_is_not_found() {
        assertRefused(
                server.get("/v1/models/huge"),
                404,
                error(
                        "The model `huge` does not exist or is not installed here; GET /v1/models lists those that"
                                + " are.",
                        "model",
                        "model_not_found"));
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "EMPTY_FILE",
                "INVALID_MEDIA",
                "NO_AUDIO_STREAM",
                "MEDIA_LIMIT_EXCEEDED",
                "INVALID_OPTION",
                "MODEL_NOT_FOUND",
                "MODEL_INVALID",
                "MEDIA_TOOL_FAILED",
                "INTERNAL"
            })
    void failure_of_a_transcription_is_answered_by_its_kind(FaultCode kind) {
        var plain = server.transcriber.script;
        server.transcriber.script =
                request -> Future.succeededFuture(new TranscriptionReply.Failed(kind, "what the worker says"));
        HttpResponse<String> response;
        try {
            response = server.post(TRANSCRIPTIONS, form());
        } finally {
            server.transcriber.script = plain;
        }

        assertThat(response.statusCode()).isEqualTo(status(kind));
        assertThat(new JsonObject(response.body())).isEqualTo(body(kind));
        assertThat(response.headers().firstValue("retry-after").isPresent())
                .isEqualTo(Arrays.asList(429, 503).contains(response.statusCode()));
    }

    private static int status(FaultCode kind) {
        return switch (kind) {
            case EMPTY_FILE, INVALID_MEDIA, NO_AUDIO_STREAM, MEDIA_LIMIT_EXCEEDED, INVALID_OPTION -> 400;
            case MODEL_NOT_FOUND -> 404;
            case MODEL_INVALID, MEDIA_TOOL_FAILED, INTERNAL -> 500;
            default -> throw new IllegalArgumentException("not asked here: " + kind);
        };
    }

    private static JsonObject body(FaultCode kind) {
        JsonObject error = new JsonObject()
                .put("message", "what the worker says")
                .put("type", status(kind) < 500 ? "invalid_request_error" : "server_error")
                .put("param", null)
                .put("code", kind.name().toLowerCase(Locale.ROOT));
        switch (kind) {
            case EMPTY_FILE, INVALID_MEDIA, NO_AUDIO_STREAM, MEDIA_LIMIT_EXCEEDED -> error.put("param", "file");
            case MODEL_NOT_FOUND -> error.put("param", "model");
            case INTERNAL ->
                error.put(
                                "message",
                                "The server had an error while processing your request. Its log has the details under"
                                        + " the request id.")
                        .put("code", null);
            default -> {}
        }
        return new JsonObject().put("error", error);
    }

    @Test
    void fault_of_the_worker_shows_nothing_of_it() {
        var plain = server.transcriber.script;
        server.transcriber.script = request -> Future.failedFuture("secret detail");
        HttpResponse<String> response;
        try {
            response = server.post(TRANSCRIPTIONS, form());
        } finally {
            server.transcriber.script = plain;
        }

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).doesNotContain("secret").contains("\"type\":\"server_error\"");
    }

    private static HttpResponse<String> postAs(String contentType) {
        return server.send(HttpRequest.newBuilder(server.uri(TRANSCRIPTIONS))
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofString("{}")));
    }

    private static void assertRefused(HttpResponse<String> response, int status, JsonObject error) {
        assertThat(new JsonObject(response.body())).isEqualTo(error);
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(response.headers().firstValue("x-request-id")).isPresent();
    }
}
