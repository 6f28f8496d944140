package dev.sotto.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.transcript.SaidBy;
import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Speakers;
import dev.sotto.transcript.Task;
import dev.sotto.transcript.TimeSpan;
import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Formats that the reference does not write. */
class OtherFormatsTest {
    private static final SaidBy A = new SaidBy(Optional.of("A"), 1, List.of(), false);
    private static final SaidBy B = new SaidBy(Optional.of("Béa, \"B\""), 1, List.of(), false);
    private static final Speakers SPEAKERS = new Speakers(List.of(), List.of(), Optional.empty());

    private static Segment segment(double start, double end, String text) {
        return new Segment(0, 0, start, end, text, List.of(), 0, -0.1, 1, 0, List.of());
    }

    private static Segment said(double start, double end, String text, SaidBy by) {
        return segment(start, end, text).part(new TimeSpan(start, end), text, List.of(), List.of(), by);
    }

    private static Transcript transcript(Segment... segments) {
        return new Transcript(Task.TRANSCRIBE, "en", 4000, "", List.of(segments));
    }

    private static Transcript conversation(Segment... segments) {
        return transcript().said(List.of(segments), SPEAKERS);
    }

    private static List<String> dialogue(Transcript transcript, DocumentOptions options) {
        return TranscriptFormat.ASS
                .write(transcript, options)
                .lines()
                .filter(line -> line.startsWith("Dialogue:"))
                .toList();
    }

    @Test
    void csv_is_a_row_for_each_segment_with_text_between_quotes() {
        assertThat(TranscriptFormat.CSV.write(
                        transcript(segment(0, 1.5, " He said \"no\", twice."), segment(1.5, 3661.25, " a\nb\tc"))))
                .isEqualTo("start,end,text\r\n0,1500,\"He said \"\"no\"\", twice.\"\r\n1500,3661250,\"a b\tc\"\r\n");
        assertThat(TranscriptFormat.CSV.write(conversation(said(0, 1, " Hi.", B))))
                .isEqualTo("start,end,speaker,text\r\n0,1000,\"Béa, \"\"B\"\"\",\"Hi.\"\r\n");
    }

    @Test
    void lrc_has_hundredths_and_an_empty_line_where_nothing_is_said_for_long() {
        assertThat(TranscriptFormat.LRC.write(transcript(
                        segment(0, 1.5, " One."),
                        segment(1.7, 2.004, " Two [00:12.00] and [Music]."),
                        segment(6000, 6001, " Three."))))
                .isEqualTo("""
                    [00:00.00]One.
                    [00:01.70]Two (00:12.00) and [Music].
                    [00:02.00]
                    [100:00.00]Three.
                    """);
    }

    @Test
    void ass_escapes_braces_and_backslashes_and_keeps_an_end_behind_its_start() {
        Transcript odd = transcript(segment(0, 0.001, " {\\b1}x\\N"), segment(3661.256, 3662, " y"));
        String written = TranscriptFormat.ASS.write(odd);
        assertThat(written).startsWith("[Script Info]\nScriptType: v4.00+\n").contains(",10,10,10,1\n\n[Events]");
        assertThat(dialogue(odd, DocumentOptions.DEFAULTS))
                .containsExactly(
                        "Dialogue: 0,0:00:00.00,0:00:00.01,Default,,0,0,0,,\\{\\\u2060b1\\}x\\\u2060N",
                        "Dialogue: 0,1:01:01.26,1:01:02.00,Default,,0,0,0,,y");
    }

    @Test
    void ass_names_the_speaker_in_its_column_and_before_the_text() {
        assertThat(dialogue(conversation(said(0, 1, " Hi.", B)), DocumentOptions.DEFAULTS))
                .containsExactly("Dialogue: 0,0:00:00.00,0:00:01.00,Default,Béa; \"B\",0,0,0,,Béa, \"B\": Hi.");
    }

    @Test
    void ass_breaks_lines_and_underlines_words_as_the_other_subtitles_do() {
        List<Word> words = List.of(new Word(" One", 0, 1, 1), new Word(" two", 1, 2, 1), new Word(" three", 2, 3, 1));
        Transcript timed = transcript(new Segment(0, 0, 0, 3, " One two three", List.of(), 0, 0, 1, 0, words));
        DocumentOptions lines =
                new DocumentOptions(true, true, OptionalInt.of(8), OptionalInt.of(2), OptionalInt.empty(), false);
        DocumentOptions highlighted =
                new DocumentOptions(true, true, OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty(), true);
        assertThat(dialogue(timed, lines))
                .containsExactly("Dialogue: 0,0:00:00.00,0:00:03.00,Default,,0,0,0,,One two\\Nthree");
        assertThat(dialogue(timed, highlighted))
                .element(1)
                .isEqualTo("Dialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,One {\\u1}two{\\u0} three");
        assertThat(TranscriptFormat.LRC.write(timed, highlighted)).isEqualTo("[00:00.00]One two three\n");
    }

    @Test
    void markdown_has_a_paragraph_for_each_speaker_and_after_each_pause() {
        assertThat(TranscriptFormat.MARKDOWN.write(conversation(
                        said(0, 1, " One.", A),
                        said(1, 2, " *Two* [x](y) `z` #1.", A),
                        said(2, 3, " Three.", B),
                        said(5.5, 6, " Four.", B),
                        segment(6, 7, "  "))))
                .isEqualTo("""
                    **00:00:00 A:** One. \\*Two\\* \\[x\\](y) \\`z\\` \\#1.

                    **00:00:02 Béa, "B":** Three.

                    **00:00:05 Béa, "B":** Four.
                    """);
        assertThat(TranscriptFormat.MARKDOWN.write(transcript())).isEmpty();
    }

    @Test
    void markdown_paragraph_of_a_minute_ends_with_its_sentence() {
        assertThat(TranscriptFormat.MARKDOWN.write(transcript(
                        segment(0, 59, " One"),
                        segment(59, 61, " two"),
                        segment(61, 62, " three."),
                        segment(62, 63, " Four."))))
                .isEqualTo("**00:00:00** One two three.\n\n**00:01:02** Four.\n");
    }

    @Test
    void text_from_right_to_left_keeps_its_direction_behind_a_name() {
        Transcript hebrew = conversation(said(0, 1, " שלום", A));
        assertThat(TranscriptFormat.SRT.write(hebrew)).contains("\n\u2068A\u2069: שלום\n");
        assertThat(TranscriptFormat.TEXT.write(hebrew)).isEqualTo("\u2068A\u2069: שלום\n");
        assertThat(TranscriptFormat.VTT.write(hebrew)).contains("\n<v A>שלום\n");
        assertThat(TranscriptFormat.ASS.write(hebrew)).contains(",10,10,10,-1\n");
        assertThat(TranscriptFormat.MARKDOWN.write(hebrew)).startsWith("\u2068**00:00:00 A:**\u2069 ");
        assertThat(TranscriptFormat.SRT.write(transcript(segment(0, 1, " שלום"))))
                .contains("\nשלום\n");
    }

    @ParameterizedTest
    @CsvSource({"abc, 3", "日本語, 6", "한국어, 6", "ｶﾅ, 2", "Ａ！, 4", "。「, 4", "e\u0301, 1", "👍, 2", "\u200Ba, 1", "שלום, 4"
    })
    void columns_count_wide_characters_twice_and_marks_not_at_all(String text, int columns) {
        assertThat(DisplayWidth.columns(text)).isEqualTo(columns);
    }

    @Test
    void lines_of_wide_characters_break_where_they_are_full() {
        List<Word> words = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            words.add(new Word("字", i, i + 1, 1));
        }
        Transcript chinese = transcript(new Segment(0, 0, 0, 8, "字字字字字字字字", List.of(), 0, 0, 1, 0, words));
        DocumentOptions narrow =
                new DocumentOptions(true, true, OptionalInt.of(8), OptionalInt.of(2), OptionalInt.empty(), false);
        assertThat(TranscriptFormat.SRT.write(chinese, narrow)).contains("\n字字字字\n字字字字\n");
    }
}
