package dev.sotto.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.transcript.SaidBy;
import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Speakers;
import dev.sotto.transcript.Task;
import dev.sotto.transcript.TimeSpan;
import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.Word;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a model may write that has a meaning of its own in a format: a file has as many parts as the transcript all the same. */
class HostileTextTest {
    private static final SaidBy SPEAKER = new SaidBy(Optional.of("Dr. O'Neil (A), 2_b"), 1, List.of(), false);
    private static final DocumentOptions LINES =
            new DocumentOptions(true, true, OptionalInt.of(20), OptionalInt.of(2), OptionalInt.empty(), false);
    private static final DocumentOptions UNDERLINED =
            new DocumentOptions(true, true, OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty(), true);
    private static final Pattern BREAK = Pattern.compile("[\\r\\x0B\\x0C\\x1C-\\x1E\\x85\\u2028\\u2029]");

    static List<String> texts() {
        return List.of(
                " a\n\n2\n00:00:05,000 --> 00:00:06,000\nb",
                " a\r\n\r\nWEBVTT\r\r00:05.000 --> 00:06.000\r\nb",
                " x --> y ---> z ----> --&gt;",
                " a\u2028\u2028b\u2029c\u0085d\u000be\u000cf\u001cg\u001d\u001eh",
                " NOTE\n\nSTYLE\n::cue { color: red }\n\nREGION",
                " <v Mallory>hi</v> <c.loud>&lt;&amp;</c> <00:00:05.000>",
                " {\\an8}{\\p1}m 0 0{\\N\\h\\n} \\N\\N{",
                " Dialogue: 0,0:00:05.00,0:00:06.00,Default,,0,0,0,,b",
                "\n\n[offset:+5000] [ti: x] [00:05.00]<00:06.00> [ #: y]",
                " a\tb\t\"c\",\"\"d\n;e",
                " # h | a | b |\n|---|---|\n- x\n1. y\n```z```<script>alert(1)</script>![i](http://x)");
    }

    private static Transcript transcript(String text, boolean hasWords) {
        Segment plain = segment(1, 2, text, hasWords);
        Segment after = segment(3, 4, " After.", hasWords);
        return new Transcript(Task.TRANSCRIBE, "en", 10, "", List.of())
                .said(List.of(plain, after), new Speakers(List.of(), List.of(), Optional.empty()));
    }

    private static Segment segment(double start, double end, String text, boolean hasWords) {
        // as they come from the tokens: a word may hold a line break, or be one
        String[] parts = text.split("(?= )|(?<=\n)(?=\n)", -1);
        double each = (end - start) / parts.length;
        List<Word> words = Stream.iterate(0, i -> i + 1)
                .limit(hasWords ? parts.length : 0)
                .map(i -> new Word(parts[i], start + i * each, start + (i + 1) * each, 1).said(SPEAKER))
                .toList();
        return new Segment(0, 0, start, end, text, List.of(), 0, -0.1, 1, 0, List.of())
                .part(new TimeSpan(start, end), text, List.of(), words, SPEAKER);
    }

    private static List<String> written(TranscriptFormat format, String text) {
        return Stream.of(
                        format.write(transcript(text, false)),
                        format.write(transcript(text, true)),
                        format.write(transcript(text, false), LINES),
                        format.write(transcript(text, true), LINES),
                        format.write(transcript(text, true), UNDERLINED))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("texts")
    void every_block_of_srt_and_vtt_is_a_cue_with_one_arrow(String text) {
        for (TranscriptFormat format : List.of(TranscriptFormat.SRT, TranscriptFormat.VTT)) {
            for (String file : written(format, text)) {
                assertThat(file).doesNotContainPattern(BREAK);
                List<String> blocks =
                        List.of(file.replaceFirst("^WEBVTT\n\n", "").split("\n\n", 0));
                int number = format == TranscriptFormat.SRT ? 1 : 0;
                assertThat(blocks).allSatisfy(block -> {
                    List<String> lines = block.lines().toList();
                    assertThat(lines.get(number)).contains(" --> ");
                    assertThat(String.join("\n", lines.subList(number + 1, lines.size())))
                            .isNotBlank()
                            .doesNotContain("-->");
                });
                assertThat(blocks.get(blocks.size() - 1)).contains("After.");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("texts")
    void webvtt_has_no_tags_but_ours(String text) {
        for (String file : written(TranscriptFormat.VTT, text)) {
            assertThat(file.replace("<v Dr. O'Neil (A), 2_b>", "").replaceAll("</?u>", ""))
                    .doesNotContain("<")
                    .doesNotContainPattern("&(?!amp;|lt;|gt;)");
        }
    }

    @ParameterizedTest
    @MethodSource("texts")
    void every_line_of_ass_is_a_dialogue_of_ten_columns_without_foreign_overrides(String text) {
        for (String file : written(TranscriptFormat.ASS, text)) {
            assertThat(file).doesNotContainPattern(BREAK);
            List<String> events =
                    file.substring(file.indexOf("\nDialogue:") + 1).lines().toList();
            assertThat(events).allSatisfy(event -> {
                String[] columns = event.split(",", 10);
                assertThat(columns[0]).isEqualTo("Dialogue: 0");
                assertThat(columns[4]).isEqualTo("Dr. O'Neil (A); 2_b");
                assertThat(columns[9]
                                .replace("{\\u1}", "")
                                .replace("{\\u0}", "")
                                .replace("\\{", ""))
                        .doesNotContain("{");
            });
        }
    }

    @ParameterizedTest
    @MethodSource("texts")
    void every_line_of_lrc_has_one_time_and_no_tag(String text) {
        for (String file : written(TranscriptFormat.LRC, text)) {
            assertThat(file).doesNotContainPattern(BREAK);
            assertThat(file.lines()).allSatisfy(line -> {
                assertThat(line).matches("\\[\\d\\d:\\d\\d\\.\\d\\d].*");
                assertThat(line.substring(10)).doesNotContainPattern("[\\[<] *(\\d+|offset|ti|#) *:");
            });
        }
    }

    @ParameterizedTest
    @MethodSource("texts")
    void tables_have_as_many_rows_and_columns_as_they_should(String text) {
        assertThat(TranscriptFormat.TSV.write(transcript(text, false)).lines())
                .hasSize(3)
                .allSatisfy(row -> assertThat(row.split("\t", -1)).hasSize(4));
        String csv = TranscriptFormat.CSV.write(transcript(text, true));
        assertThat(csv).doesNotContainPattern("[\\x0B\\x0C\\x1C-\\x1E\\x85\\u2028\\u2029]");
        assertThat(csv.split("\r\n", -1)).hasSize(4);
        assertThat(csv.split("\r\n", -1)[1]).matches("1000,2000,\"([^\"]|\"\")*\",\"([^\"]|\"\")*\"");
    }

    @ParameterizedTest
    @MethodSource("texts")
    void markdown_is_paragraphs_without_signs(String text) {
        String page = TranscriptFormat.MARKDOWN.write(transcript(text, true));
        assertThat(page).doesNotContainPattern(BREAK);
        assertThat(page.split("\n\n", -1)).hasSize(1);
        String without = page.replaceAll("\\\\[\\p{Punct}]", "").replaceFirst("^\\*\\*[^*]*\\*\\* ", "");
        assertThat(without).doesNotContainPattern("[<>`|#\\[\\]*]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {" =1+1", "-5 degrees", " - Hello.", "+49 30", "@home", "\uFF1DHYPERLINK(1)", "\t=1", "\n=1"})
    void a_spreadsheet_calculates_nothing_of_a_csv(String text) {
        String row = TranscriptFormat.CSV.write(transcript(text, false)).split("\r\n", -1)[1];
        assertThat(row).contains(",\"'" + text.strip() + "\"");
        assertThat(TranscriptFormat.TSV.write(transcript(text, false))).doesNotContain("'=");
    }

    @Test
    void what_begins_with_a_letter_is_left_as_it_is() {
        assertThat(TranscriptFormat.CSV.write(transcript(" a = -1", false))).contains("\"a = -1\"");
    }
}
