package dev.sotto.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Task;
import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.Warning;
import dev.sotto.transcript.WarningCode;
import dev.sotto.transcript.Word;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Expected documents were not written by Sotto; see SOURCE.md beside the golden files. */
class TranscriptFormatTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Stream<Arguments> everyGoldenDocument() {
        return Stream.of("plain", "words", "empty").flatMap(name -> Stream.of(
                        TranscriptFormat.JSON,
                        TranscriptFormat.TEXT,
                        TranscriptFormat.SRT,
                        TranscriptFormat.VERBOSE_JSON,
                        TranscriptFormat.VTT,
                        TranscriptFormat.TSV)
                .map(format -> Arguments.of(name, format)));
    }

    @ParameterizedTest
    @MethodSource("everyGoldenDocument")
    void document_is_that_of_the_reference(String name, TranscriptFormat format) throws IOException {
        String expected = golden(name + "." + format.fileExtension());
        String written = format.write(input(name));
        if (format.contentType().equals("application/json")) {
            String theirs = withoutOwnFields(written);
            assertThat(JSON.readTree(theirs)).isEqualTo(GoldenDocuments.rounded(JSON.readTree(expected)));
            assertThat(keys(theirs)).isEqualTo(keys(expected));
        } else {
            String ours = format == TranscriptFormat.VTT ? GoldenDocuments.vtt(expected) : expected;
            assertThat(written).isEqualTo(GoldenDocuments.lengthened(ours));
        }
    }

    /** The reference says of no segment how sure it is. */
    private static String withoutOwnFields(String document) throws IOException {
        JsonNode json = JSON.readTree(document);
        for (JsonNode segment : json.path("segments")) {
            ((ObjectNode) segment).remove(List.of("quality", "doubts"));
        }
        return JSON.writeValueAsString(json);
    }

    @Test
    void segment_that_something_speaks_against_is_doubtful_and_says_why() throws IOException {
        Segment segment = new Segment(0, 0, 0, 1, " Text.", List.of(), 0.8, -1.5, 1, 0.1, List.of());
        Transcript transcript = new Transcript(Task.TRANSCRIBE, "en", 1, "Text.", List.of(segment));
        JsonNode written =
                JSON.readTree(TranscriptFormat.VERBOSE_JSON.write(transcript)).at("/segments/0");
        assertThat(written.path("quality").asText()).isEqualTo("doubtful");
        assertThat(written.path("doubts")).extracting(JsonNode::asText).containsExactly("improbable", "drawn");
    }

    @ParameterizedTest
    @EnumSource(TranscriptFormat.class)
    void format_is_found_by_its_wire_name(TranscriptFormat format) {
        assertThat(TranscriptFormat.named(format.wireName())).contains(format);
        assertThat(TranscriptFormat.named(" " + format.wireName())).isEmpty();
        assertThat(format.fileExtension()).isNotEmpty();
    }

    @Test
    void wire_names_are_those_of_the_api_and_file_extensions_differ() {
        assertThat(TranscriptFormat.values())
                .extracting(TranscriptFormat::wireName)
                .containsExactly(
                        "json",
                        "text",
                        "srt",
                        "verbose_json",
                        "vtt",
                        "tsv",
                        "csv",
                        "ass",
                        "lrc",
                        "md",
                        "docx",
                        "diarized_json",
                        "aligned_json",
                        "rttm");
        assertThat(TranscriptFormat.values())
                .extracting(TranscriptFormat::fileExtension)
                .doesNotHaveDuplicates();
        assertThat(TranscriptFormat.named("xml")).isEmpty();
        assertThat(TranscriptFormat.named("txt")).contains(TranscriptFormat.TEXT);
    }

    @Test
    void score_that_is_no_number_is_null_in_json() throws IOException {
        Segment odd = new Segment(
                0,
                0,
                0,
                1,
                " a",
                List.of(),
                0,
                Double.NEGATIVE_INFINITY,
                Double.NaN,
                Double.POSITIVE_INFINITY,
                List.of());
        JsonNode segment = JSON.readTree(TranscriptFormat.VERBOSE_JSON.write(transcript("xx", List.of(odd))))
                .get("segments")
                .get(0);
        assertThat(segment.get("avg_logprob").isNull()).isTrue();
        assertThat(segment.get("compression_ratio").isNull()).isTrue();
        assertThat(segment.get("no_speech_prob").isNull()).isTrue();
        assertThat(segment.get("end").asDouble()).isEqualTo(1);
    }

    @Test
    void a_segment_has_a_language_only_where_it_was_detected_for_its_window() {
        Segment plain = segment(0, 1, " a", List.of());
        assertThat(TranscriptFormat.VERBOSE_JSON.write(transcript("en", List.of(plain, plain.inLanguage("de")))))
                .containsOnlyOnce("\"language\":\"german\"")
                .containsOnlyOnce("\"language\":\"english\"");
    }

    @Test
    void language_without_a_name_keeps_its_code() throws IOException {
        String written = TranscriptFormat.VERBOSE_JSON.write(transcript("xx", List.of()));
        assertThat(JSON.readTree(written).get("language").asText()).isEqualTo("xx");
    }

    @ParameterizedTest
    @EnumSource(
            value = TranscriptFormat.class,
            names = {"SRT", "VTT", "TSV"})
    void time_that_is_no_number_is_refused(TranscriptFormat format) {
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, -0.5}) {
            Segment segment = segment(0, bad, " a", List.of());
            assertThatThrownBy(() -> format.write(transcript("en", List.of(segment))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("time " + bad + " s");
        }
    }

    @Test
    void line_breaks_and_arrows_cannot_break_a_cue() {
        Segment segment = segment(0, 0, " a\n\n00:00 --> 00:01\r\nb ", List.of());
        String cue = "a 00:00 -&gt; 00:01 b\n\n";
        assertThat(TranscriptFormat.VTT.write(transcript("en", List.of(segment))))
                .endsWith("\n" + cue);
        Word word = new Word(" a-->b", 0, 1, 1);
        assertThat(TranscriptFormat.SRT.write(transcript("en", List.of(segment(0, 0, " a-->b", List.of(word))))))
                .endsWith("\na->b\n\n");
    }

    @Test
    void only_webvtt_escapes_what_has_a_meaning_in_it() {
        List<Word> words = List.of(new Word(" AT&T", 0, 1, 1), new Word(" <b>", 1, 2, 1), new Word(" &lt;", 2, 3, 1));
        Segment spoken = new Segment(0, 0, 0, 3, " AT&T <b> &lt;", List.of(), 0, 0, 0, 0, words);
        for (Segment segment : List.of(spoken, spoken.timed(0, 3, List.of()))) {
            Transcript transcript = transcript("en", List.of(segment));
            assertThat(TranscriptFormat.VTT.write(transcript)).endsWith("\nAT&amp;T &lt;b&gt; &amp;lt;\n\n");
            assertThat(TranscriptFormat.SRT.write(transcript)).endsWith("\nAT&T <b> &lt;\n\n");
            assertThat(TranscriptFormat.TEXT.write(transcript)).isEqualTo("AT&T <b> &lt;\n");
            assertThat(TranscriptFormat.TSV.write(transcript)).endsWith("\tAT&T <b> &lt;\n");
        }
        DocumentOptions underlined =
                new DocumentOptions(true, true, OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty(), true);
        assertThat(TranscriptFormat.VTT.write(transcript("en", List.of(spoken)), underlined))
                .contains("\n<u>AT&amp;T</u> &lt;b&gt; &amp;lt;\n");
    }

    @Test
    void numbers_are_plain_decimals_of_three_places_at_most() throws IOException {
        Word word = new Word(" a", 41.775999999999996, 1234.5678, 0.123456);
        Segment segment = new Segment(
                0,
                0,
                41.775999999999996,
                1e6 + 1 / 3.0,
                " a",
                List.of(),
                0.2,
                -1.23456e-5,
                1.732051,
                7e-9,
                List.of(word));
        String written = TranscriptFormat.VERBOSE_JSON.write(
                new Transcript(Task.TRANSCRIBE, "en", 1234567.10000001, "a", List.of(segment)));
        assertThat(Pattern.compile("-?\\d[\\d.eE+-]*").matcher(written).results())
                .extracting(MatchResult::group)
                .allMatch(number -> number.matches("-?\\d+(\\.\\d{1,3})?"), "a plain decimal")
                .contains("41.776", "1234.568", "1000000.333", "1234567.1", "0.2", "1.732", "0.0");
    }

    @Test
    void verbose_json_says_what_was_wrong_with_the_recording_and_nothing_of_a_whole_one() {
        Transcript whole = transcript("en", List.of());
        assertThat(TranscriptFormat.VERBOSE_JSON.write(whole)).doesNotContain("warnings");
        assertThat(TranscriptFormat.VERBOSE_JSON.write(
                        whole.withWarnings(List.of(new Warning(WarningCode.CUT_OFF, "The file is cut off.")))))
                .contains("\"warnings\":[{\"code\":\"cut_off\",\"message\":\"The file is cut off.\"}]");
    }

    static Transcript transcript(String language, List<Segment> segments) {
        return new Transcript(Task.TRANSCRIBE, language, 1.5, "text", segments);
    }

    static Segment segment(int id, double startSeconds, String text, List<Word> words) {
        return new Segment(id, 0, startSeconds, startSeconds + 1, text, List.of(), 0, -0.1, 1, 0, words);
    }

    private static Transcript input(String name) throws IOException {
        JsonNode input = JSON.readTree(golden(name + ".input.json"));
        List<Segment> segments = new ArrayList<>();
        input.get("segments").forEach(segment -> segments.add(segment(segment)));
        return new Transcript(
                Task.valueOf(input.get("task").asText().toUpperCase(Locale.ROOT)),
                input.get("language").asText(),
                input.get("duration").asDouble(),
                input.get("text").asText(),
                segments);
    }

    private static Segment segment(JsonNode json) {
        List<Integer> tokens = new ArrayList<>();
        json.get("tokens").forEach(token -> tokens.add(token.asInt()));
        List<Word> words = new ArrayList<>();
        json.path("words").forEach(word -> words.add(word(word)));
        return new Segment(
                json.get("id").asInt(),
                json.get("seek").asInt(),
                json.get("start").asDouble(),
                json.get("end").asDouble(),
                json.get("text").asText(),
                tokens,
                json.get("temperature").asDouble(),
                json.get("avg_logprob").asDouble(),
                json.get("compression_ratio").asDouble(),
                json.get("no_speech_prob").asDouble(),
                words);
    }

    private static Word word(JsonNode json) {
        return new Word(
                json.get("word").asText(),
                json.get("start").asDouble(),
                json.get("end").asDouble(),
                json.get("probability").asDouble());
    }

    private static List<String> keys(String document) throws IOException {
        List<String> keys = new ArrayList<>();
        try (var parser = JSON.createParser(document)) {
            for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.FIELD_NAME) {
                    keys.add(parser.currentName());
                }
            }
        }
        return keys;
    }

    private static String golden(String file) throws IOException {
        try (var in = TranscriptFormatTest.class.getResourceAsStream("/golden/format/" + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
