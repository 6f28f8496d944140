package dev.sotto.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sotto.testing.Golden;
import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Task;
import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.Word;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected documents were written by the reference; see SOURCE.md beside the golden files. */
class SubtitleLayoutTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    /** Zero stands for no bound. */
    @ParameterizedTest
    @CsvSource({
        "sample.lines, 24, 2, 0, false",
        "silences.lines, 24, 2, 0, false",
        "sample.width, 20, 0, 0, false",
        "sample.three, 0, 0, 3, false",
        "sample.highlight, 0, 0, 0, true",
        "sample.highlight-lines, 16, 1, 0, true",
    })
    void words_are_laid_out_as_by_the_reference(
            String document, int characters, int lines, int words, boolean highlight) throws IOException {
        DocumentOptions options =
                new DocumentOptions(true, true, bound(characters), bound(lines), bound(words), highlight);
        Transcript transcript = transcript(
                document.startsWith("sample")
                        ? "spoken-sample.tiny.en.greedy-words.json"
                        : "spoken-long-silences.tiny.en.hallucination-skip.json");
        assertThat(TranscriptFormat.SRT.write(transcript, options)).isEqualTo(golden(document, "srt"));
        assertThat(TranscriptFormat.VTT.write(transcript, options))
                .isEqualTo(GoldenDocuments.vtt(golden(document, "vtt")));
    }

    @Test
    void verbose_json_lists_what_was_asked_for_and_no_more() {
        Transcript transcript = transcript("spoken-sample.tiny.en.greedy-words.json");
        assertThat(TranscriptFormat.VERBOSE_JSON.write(transcript, DocumentOptions.DEFAULTS.listing(false, true)))
                .contains("\"words\":[{\"word\":\"Good\",\"start\":0.0,\"end\":0.56}")
                .doesNotContain("\"segments\"");
        assertThat(TranscriptFormat.VERBOSE_JSON.write(transcript, DocumentOptions.DEFAULTS.listing(true, false)))
                .contains("\"segments\":[{\"id\":0")
                .doesNotContain("\"words\"");
    }

    @Test
    void a_bound_below_one_is_refused() {
        assertThatThrownBy(() -> new DocumentOptions(
                        true, true, OptionalInt.of(0), OptionalInt.empty(), OptionalInt.empty(), false))
                .hasMessage("max_line_width '0'; expected a whole number from 1 to 9999");
    }

    private static OptionalInt bound(int value) {
        return value == 0 ? OptionalInt.empty() : OptionalInt.of(value);
    }

    private static String golden(String document, String extension) throws IOException {
        return Files.readString(GOLDEN.resolve("format").resolve(document + "." + extension));
    }

    private static Transcript transcript(String name) {
        JsonNode json = Golden.json(GOLDEN.resolve("transcribe").resolve(name));
        List<Segment> segments = new ArrayList<>();
        for (JsonNode segment : json.path("segments")) {
            List<Word> words = new ArrayList<>();
            for (JsonNode word : segment.path("words")) {
                words.add(new Word(
                        word.path("word").asText(),
                        word.path("start").asDouble(),
                        word.path("end").asDouble(),
                        word.path("probability").asDouble()));
            }
            segments.add(new Segment(
                    segments.size(),
                    segment.path("seek").asInt(),
                    segment.path("start").asDouble(),
                    segment.path("end").asDouble(),
                    segment.path("text").asText(),
                    List.of(),
                    0,
                    0,
                    0,
                    0,
                    words));
        }
        return new Transcript(
                Task.TRANSCRIBE, "en", 30, json.path("text").asText().strip(), segments);
    }
}
