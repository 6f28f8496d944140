package dev.sotto.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.bus.TranscriptionReply;
import dev.sotto.testing.MultipartBody;
import dev.sotto.testing.TestServer;
import dev.sotto.transcript.TranscriptionError;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every refusal with its exact status and body. None may leave a file behind. */
class BadRequestIT {
    private static final String TRANSCRIPTIONS = "/v1/audio/transcriptions";
    private static final String MALFORMED = "Could not parse the multipart form: ";

    @TempDir
    static Path home;

    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start(
                home,
                Map.of(
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
    @MethodSource("forms")
    void bad_form_is_refused(String what, MultipartBody body, int status, JsonObject error) {
        assertRefused(server.post(TRANSCRIPTIONS, body), status, error);
    }

    static Stream<Arguments> forms() {
        byte[] audio = {1, 2, 3};
        MultipartBody six = form();
        for (int i = 0; i < 4; i++) {
            six.field("extra" + i, "x");
        }
        return Stream.of(
                Arguments.of(
                        "no file",
                        new MultipartBody().field("model", "tiny.en"),
                        400,
                        error("you must provide a file", "file", "missing_required_parameter")),
                Arguments.of(
                        "no model",
                        new MultipartBody().file(audio),
                        400,
                        error("you must provide a model parameter", "model", "missing_required_parameter")),
                Arguments.of(
                        "unknown model",
                        new MultipartBody().file(audio).field("model", "huge"),
                        404,
                        error(
                                "The model `huge` does not exist or is not installed here; GET /v1/models lists those"
                                        + " that are.",
                                "model",
                                "model_not_found")),
                Arguments.of(
                        "unknown response_format",
                        form().field("response_format", "xml"),
                        400,
                        error(
                                "response_format 'xml' is not supported; expected one of json, text, srt, verbose_json,"
                                        + " vtt.",
                                "response_format",
                                "unsupported_value")),
                Arguments.of(
                        "diarized_json",
                        form().field("response_format", "diarized_json"),
                        400,
                        error(
                                "response_format 'diarized_json' is not supported; expected one of json, text, srt,"
                                        + " verbose_json, vtt.",
                                "response_format",
                                "unsupported_value")),
                Arguments.of(
                        "temperature above 1",
                        form().field("temperature", "1.5"),
                        400,
                        error("temperature '1.5' must be a number from 0 to 1.", "temperature", "invalid_value")),
                Arguments.of(
                        "temperature that is no number",
                        form().field("temperature", "warm"),
                        400,
                        error("temperature 'warm' must be a number from 0 to 1.", "temperature", "invalid_value")),
                Arguments.of(
                        "temperature NaN",
                        form().field("temperature", "NaN"),
                        400,
                        error("temperature 'NaN' must be a number from 0 to 1.", "temperature", "invalid_value")),
                Arguments.of(
                        "language that is none",
                        form().field("language", "<script>"),
                        400,
                        error(
                                "Invalid language '<script>'. Language parameter must be specified in ISO-639-1"
                                        + " format.",
                                "language",
                                "invalid_value")),
                Arguments.of(
                        "word times",
                        form().field("timestamp_granularities[]", "word"),
                        400,
                        error(
                                "Word times are not available yet; ask for timestamp_granularities[]=segment.",
                                "timestamp_granularities",
                                "unsupported_value")),
                Arguments.of(
                        "word times among others in a JSON list",
                        form().field("timestamp_granularities", "[\"segment\",\"word\"]"),
                        400,
                        error(
                                "Word times are not available yet; ask for timestamp_granularities[]=segment.",
                                "timestamp_granularities",
                                "unsupported_value")),
                Arguments.of(
                        "unknown granularity",
                        form().field("timestamp_granularities[0]", "syllable"),
                        400,
                        error(
                                "timestamp_granularities 'syllable' is unknown; expected segment.",
                                "timestamp_granularities",
                                "invalid_value")),
                Arguments.of(
                        "too large file",
                        new MultipartBody().file(new byte[1001]),
                        413,
                        error(
                                "The file is larger than this server takes: at most 1000 bytes.",
                                "file",
                                "file_too_large")),
                Arguments.of("two files", form().file(audio), 400, error(MALFORMED_TWO_FILES, null, null)),
                Arguments.of("too many fields", six, 400, error("The form has more than 5 fields.", null, null)),
                Arguments.of(
                        "too long field",
                        form().field("prompt", "x".repeat(257)),
                        400,
                        error("The field 'prompt' is longer than 256 bytes.", null, null)),
                Arguments.of(
                        "too long field name",
                        form().field("x".repeat(101), "1"),
                        400,
                        error("The name of a form field is longer than 100 characters.", null, null)),
                Arguments.of(
                        "too long file name",
                        new MultipartBody()
                                .part("form-data; name=\"file\"; filename=\"" + "x".repeat(256) + "\"", audio),
                        400,
                        error("The file name is longer than 255 characters.", null, null)),
                Arguments.of(
                        "part without a name",
                        new MultipartBody().part("form-data; filename=\"a.wav\"", audio),
                        400,
                        error(MALFORMED + "a part has no name in its Content-Disposition header.", null, null)),
                Arguments.of(
                        "part that is no form data",
                        new MultipartBody().part("attachment; name=\"file\"", audio),
                        400,
                        error(MALFORMED + "a part has no header \"Content-Disposition: form-data\".", null, null)),
                Arguments.of(
                        "open quotation mark",
                        new MultipartBody().part("form-data; name=\"file", audio),
                        400,
                        error(MALFORMED + "a header has a quotation mark that is never closed.", null, null)),
                Arguments.of(
                        "endless part header",
                        new MultipartBody()
                                .raw("--" + MultipartBody.BOUNDARY + "\r\nX: " + "y".repeat(17_000) + "\r\n\r\n"),
                        400,
                        error(MALFORMED + "the header of a part is longer than 16384 bytes.", null, null)),
                Arguments.of(
                        "header line without a colon",
                        new MultipartBody().raw("--" + MultipartBody.BOUNDARY + "\r\nnonsense\r\n\r\n\r\n"),
                        400,
                        error(MALFORMED + "a part has a header line without a colon.", null, null)),
                Arguments.of(
                        "base64 part",
                        new MultipartBody()
                                .raw("--" + MultipartBody.BOUNDARY + "\r\nContent-Disposition: form-data; name=\"file\""
                                        + "\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n"),
                        400,
                        error(
                                MALFORMED + "a part has the transfer encoding base64 or another that forms do not use;"
                                        + " send its bytes as they are.",
                                null,
                                null)));
    }

    private static final String MALFORMED_TWO_FILES = "The form has more than one file; send one file per request.";

    @Test
    void field_that_is_not_utf_8_is_refused() {
        MultipartBody body = form().part("form-data; name=\"prompt\"", new byte[] {(byte) 0xff, (byte) 0xfe});
        assertRefused(
                server.post(TRANSCRIPTIONS, body),
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
    void json_body_is_refused() {
        assertRefused(
                postAs("application/json"),
                415,
                error("The Content-Type is 'application/json'; expected multipart/form-data.", null, null));
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
        assertRefused(
                server.send(MultipartBody.request(server.uri(TRANSCRIPTIONS), new byte[3 << 20])),
                413,
                error("The file is larger than this server takes: at most 1000 bytes.", "file", "file_too_large"));
    }

    @Test
    void translation_by_a_model_of_english_only_is_refused() {
        assertRefused(
                server.post("/v1/audio/translations", form()),
                400,
                error("The model `tiny.en` knows only English and cannot translate.", "model", "unsupported_value"));
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
    @EnumSource
    void failure_of_a_transcription_is_answered_by_its_kind(TranscriptionError kind) {
        var plain = server.transcriber.script;
        server.transcriber.script =
                request -> Future.succeededFuture(new TranscriptionReply.Failed(kind, "what the worker says"));
        HttpResponse<String> response;
        try {
            response = server.post(TRANSCRIPTIONS, form());
        } finally {
            server.transcriber.script = plain;
        }

        ApiError expected = ApiError.of(kind, "what the worker says");
        assertThat(response.statusCode()).isEqualTo(expected.status());
        assertThat(new JsonObject(response.body())).isEqualTo(expected.toJson());
        assertThat(response.headers().firstValue("retry-after").isPresent())
                .isEqualTo(Arrays.asList(429, 503).contains(response.statusCode()));
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

    private static MultipartBody form() {
        return new MultipartBody().field("model", "tiny.en").file(new byte[] {1, 2, 3});
    }

    private static JsonObject error(String message, @Nullable String param, @Nullable String code) {
        return new JsonObject()
                .put(
                        "error",
                        new JsonObject()
                                .put("message", message)
                                .put("type", "invalid_request_error")
                                .put("param", param)
                                .put("code", code));
    }

    private static void assertRefused(HttpResponse<String> response, int status, JsonObject error) {
        assertThat(new JsonObject(response.body())).isEqualTo(error);
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(response.headers().firstValue("x-request-id")).isPresent();
    }
}
