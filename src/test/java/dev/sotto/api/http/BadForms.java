package dev.sotto.api.http;

import dev.sotto.testing.MultipartBody;
import dev.sotto.transcript.Languages;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.provider.Arguments;

/** Forms that are refused, each with what it is, its status and its whole error body. */
final class BadForms {
    static final String MALFORMED = "Could not parse the multipart form: ";
    private static final byte[] AUDIO = {1, 2, 3};

    private BadForms() {}

    static Stream<Arguments> all() {
        return Stream.of(fields(), searches(), values(), words(), limits(), heads())
                .flatMap(cases -> cases);
    }

    private static Stream<Arguments> fields() {
        return Stream.of(
                Arguments.of(
                        "no file",
                        new MultipartBody().field("model", "tiny.en"),
                        400,
                        error("you must provide a file", "file", "missing_required_parameter")),
                Arguments.of(
                        "the name of a file in its place",
                        new MultipartBody().field("model", "tiny.en").field("file", "my talk.mp3"),
                        400,
                        error(
                                "The field 'file' holds the text 'my talk.mp3', not a recording; curl sends a file"
                                        + " where an @ stands before its name: -F 'file=@my talk.mp3'",
                                null,
                                null)),
                Arguments.of(
                        "no model",
                        new MultipartBody().file(AUDIO),
                        400,
                        error("you must provide a model parameter", "model", "missing_required_parameter")),
                Arguments.of(
                        "one byte for an unknown model",
                        new MultipartBody().file(new byte[1]).field("model", "invalid-model"),
                        400,
                        error("The file has 1 bytes; no recording is that short.", "file", "invalid_media")),
                Arguments.of(
                        "unknown model",
                        new MultipartBody()
                                .file("RIFF....WAVE".getBytes(StandardCharsets.US_ASCII))
                                .field("model", "huge"),
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
                                        + " vtt, tsv, csv, ass, lrc, md, docx, diarized_json, aligned_json, rttm.",
                                "response_format",
                                "unsupported_value")),
                Arguments.of(
                        "temperature above 1",
                        form().field("temperature", "1.5"),
                        400,
                        error("temperature '1.5'; expected a number from 0 to 1.", "temperature", "invalid_value")),
                Arguments.of(
                        "temperature that is no number",
                        form().field("temperature", "warm"),
                        400,
                        error("temperature 'warm'; expected a number.", "temperature", "invalid_value")));
    }

    private static Stream<Arguments> searches() {
        return Stream.of(
                Arguments.of(
                        "no beams",
                        form().field("beam_size", "0"),
                        400,
                        error("beam_size '0'; expected a whole number from 1 to 16.", "beam_size", "invalid_value")),
                Arguments.of(
                        "beams that are no number",
                        form().field("beam_size", "5.5"),
                        400,
                        error("beam_size '5.5'; expected a whole number.", "beam_size", "invalid_value")),
                Arguments.of(
                        "too many samples",
                        form().field("best_of", "17"),
                        400,
                        error("best_of '17'; expected a whole number from 1 to 16.", "best_of", "invalid_value")),
                Arguments.of(
                        "patience without beams",
                        form().field("patience", "2"),
                        400,
                        error("patience '2'; expected beam_size beside it.", "patience", "invalid_value")),
                Arguments.of(
                        "no patience",
                        form().field("beam_size", "5").field("patience", "0"),
                        400,
                        error("patience '0'; expected a number above 0, at most 4.", "patience", "invalid_value")),
                Arguments.of(
                        "length penalty above 1",
                        form().field("length_penalty", "1.5"),
                        400,
                        error(
                                "length_penalty '1.5'; expected a number from 0 to 1.",
                                "length_penalty",
                                "invalid_value")),
                Arguments.of(
                        "length penalty that is no number",
                        form().field("length_penalty", "long"),
                        400,
                        error("length_penalty 'long'; expected a number.", "length_penalty", "invalid_value")),
                Arguments.of(
                        "reset below 0",
                        form().field("prompt_reset_on_temperature", "-1"),
                        400,
                        error(
                                "prompt_reset_on_temperature '-1'; expected a number of at least 0.",
                                "prompt_reset_on_temperature",
                                "invalid_value")));
    }

    private static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of(
                        "temperature NaN",
                        form().field("temperature", "NaN"),
                        400,
                        error("temperature 'NaN'; expected a number.", "temperature", "invalid_value")),
                Arguments.of(
                        "language that is none",
                        form().field("language", "<script>"),
                        400,
                        error(
                                "language '<script>'; expected %s.".formatted(Languages.expected()),
                                "language",
                                "invalid_value")),
                Arguments.of(
                        "too large file",
                        new MultipartBody().file(new byte[1001]),
                        413,
                        error(
                                "The file is larger than this server accepts: at most 1000 bytes.",
                                "file",
                                "file_too_large")));
    }

    private static Stream<Arguments> words() {
        String wordsNeedVerboseJson = "timestamp_granularities 'word' needs response_format verbose_json, not json; for"
                + " subtitles by words send word_timestamps=true.";
        return Stream.of(
                Arguments.of(
                        "word times",
                        form().field("timestamp_granularities[]", "word"),
                        400,
                        error(wordsNeedVerboseJson, "timestamp_granularities", "unsupported_value")),
                Arguments.of(
                        "word times among others in a JSON list",
                        form().field("timestamp_granularities", "[\"segment\",\"word\"]"),
                        400,
                        error(wordsNeedVerboseJson, "timestamp_granularities", "unsupported_value")),
                Arguments.of(
                        "layout without words",
                        form().field("max_line_width", "40"),
                        400,
                        error(
                                "max_line_width '40'; expected word_timestamps beside it.",
                                "max_line_width",
                                "invalid_value")),
                Arguments.of(
                        "a line of no characters",
                        form().field("word_timestamps", "true").field("max_line_width", "0"),
                        400,
                        error(
                                "max_line_width '0'; expected a whole number from 1 to 9999.",
                                "max_line_width",
                                "invalid_value")),
                Arguments.of(
                        "word times that are neither wanted nor not",
                        form().field("word_timestamps", "perhaps"),
                        400,
                        error(
                                "word_timestamps 'perhaps'; expected true or false.",
                                "word_timestamps",
                                "invalid_value")),
                Arguments.of(
                        "silence threshold below 0",
                        form().field("hallucination_silence_threshold", "-1"),
                        400,
                        error(
                                "hallucination_silence_threshold '-1'; expected a number of seconds from 0.",
                                "hallucination_silence_threshold",
                                "invalid_value")),
                Arguments.of(
                        "unknown granularity",
                        form().field("timestamp_granularities[0]", "syllable"),
                        400,
                        error(
                                "timestamp_granularities 'syllable'; expected word or segment.",
                                "timestamp_granularities",
                                "invalid_value")));
    }

    private static Stream<Arguments> limits() {
        return Stream.of(
                Arguments.of(
                        "two files",
                        form().file(AUDIO),
                        400,
                        error("The form has more than one file; send one file per request.", null, null)),
                Arguments.of(
                        "too many fields", sixFields(), 400, error("The form has more than 5 fields.", null, null)),
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
                                .part("form-data; name=\"file\"; filename=\"" + "x".repeat(256) + "\"", AUDIO),
                        400,
                        error("The file name is longer than 255 characters.", null, null)));
    }

    private static Stream<Arguments> heads() {
        return Stream.of(
                Arguments.of(
                        "part without a name",
                        new MultipartBody().part("form-data; filename=\"a.wav\"", AUDIO),
                        400,
                        error(MALFORMED + "a part has no name in its Content-Disposition header.", null, null)),
                Arguments.of(
                        "part that is no form data",
                        new MultipartBody().part("attachment; name=\"file\"", AUDIO),
                        400,
                        error(MALFORMED + "a part has no header \"Content-Disposition: form-data\".", null, null)),
                Arguments.of(
                        "open quotation mark",
                        new MultipartBody().part("form-data; name=\"file", AUDIO),
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

    private static MultipartBody sixFields() {
        MultipartBody six = form();
        for (int i = 0; i < 4; i++) {
            six.field("extra" + i, "x");
        }
        return six;
    }

    static MultipartBody form() {
        return new MultipartBody().field("model", "tiny.en").file(AUDIO);
    }

    static JsonObject error(String message, @Nullable String param, @Nullable String code) {
        return new JsonObject()
                .put(
                        "error",
                        new JsonObject()
                                .put("message", message)
                                .put("type", "invalid_request_error")
                                .put("param", param)
                                .put("code", code));
    }
}
