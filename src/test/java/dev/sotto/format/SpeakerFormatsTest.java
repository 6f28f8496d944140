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

/** Who says what, in each format that can show it. */
class SpeakerFormatsTest {
    private static final SaidBy A = new SaidBy(Optional.of("A"), 0.98765, List.of("B"), true);
    private static final SaidBy B = new SaidBy(Optional.of("B"), 1, List.of(), false);
    private static final SaidBy NOBODY = new SaidBy(Optional.empty(), 0, List.of(), false);
    private static final Transcript TRANSCRIPT = transcript(true);

    private static Transcript transcript(boolean hasWords) {
        List<Segment> segments = List.of(
                segment(0, 1, " Hello.", A, hasWords),
                segment(1.25, 2, " Hi.", B, hasWords),
                segment(8, 9, " Hm.", NOBODY, hasWords));
        Speakers speakers = new Speakers(
                List.of(new Speakers.Summary("A", 1.0004, 1, true), new Speakers.Summary("B", 12.5, 2, false)),
                List.of(new Speakers.Turn(0, 1.0004, "A"), new Speakers.Turn(1.2, 2, "B")),
                Optional.of(Speakers.Shortfall.SPEAKER_COUNT_NOT_REACHED));
        return new Transcript(Task.TRANSCRIBE, "en", 9.5, "Hello. Hi. Hm.", List.of()).said(segments, speakers);
    }

    private static Segment segment(double start, double end, String text, SaidBy by, boolean hasWords) {
        List<Word> words = hasWords ? List.of(new Word(text, start, end, 1).said(by)) : List.of();
        return new Segment(0, 0, start, end, text, List.of(1), 0, -0.5, 1, 0, List.of())
                .part(new TimeSpan(start, end), text, List.of(1), words, by);
    }

    @Test
    void text_and_subtitles_put_the_speaker_before_what_is_said() {
        assertThat(TranscriptFormat.TEXT.write(TRANSCRIPT)).isEqualTo("A: Hello.\nB: Hi.\nHm.\n");
        assertThat(TranscriptFormat.SRT.write(TRANSCRIPT)).isEqualTo("""
                1
                00:00:00,000 --> 00:00:01,000
                A: Hello.

                2
                00:00:01,250 --> 00:00:02,000
                B: Hi.

                3
                00:00:08,000 --> 00:00:09,000
                Hm.

                """);
        assertThat(TranscriptFormat.VTT.write(TRANSCRIPT)).isEqualTo("""
                WEBVTT

                00:00:00.000 --> 00:00:01.000
                <v A>Hello.

                00:00:01.250 --> 00:00:02.000
                <v B>Hi.

                00:00:08.000 --> 00:00:09.000
                Hm.

                """);
        assertThat(TranscriptFormat.VTT.write(transcript(false)))
                .contains("<v A>Hello.")
                .contains("\nHm.");
    }

    @Test
    void a_cue_of_lines_never_holds_two_speakers() {
        DocumentOptions lines =
                new DocumentOptions(true, true, OptionalInt.of(40), OptionalInt.of(2), OptionalInt.empty(), false);
        assertThat(TranscriptFormat.VTT.write(TRANSCRIPT, lines))
                .contains("<v A>Hello.\n\n")
                .contains("<v B>Hi.\n\n");
        DocumentOptions highlighted =
                new DocumentOptions(true, true, OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty(), true);
        assertThat(TranscriptFormat.VTT.write(TRANSCRIPT, highlighted)).contains("<v B><u>Hi.</u>");
    }

    @Test
    void tables_have_a_column_for_speakers_only_where_there_are_some() {
        assertThat(TranscriptFormat.TSV.write(TRANSCRIPT))
                .isEqualTo("start\tend\tspeaker\ttext\n0\t1000\tA\tHello.\n1250\t2000\tB\tHi.\n8000\t9000\t\tHm.\n");
        Transcript plain = new Transcript(Task.TRANSCRIBE, "en", 9.5, "", List.of());
        assertThat(TranscriptFormat.TSV.write(plain)).isEqualTo("start\tend\ttext\n");
    }

    @Test
    void verbose_json_has_the_speaker_of_each_word_and_segment_and_a_summary() {
        assertThat(TranscriptFormat.VERBOSE_JSON.write(TRANSCRIPT))
                .contains(
                        "\"word\":\"Hello.\",\"start\":0.0,\"end\":1.0,\"speaker\":\"A\",\"speaker_confidence\":0.988,"
                                + "\"overlap\":true,\"other_speakers\":[\"B\"]}")
                .contains(
                        "\"no_speech_prob\":0.0,\"quality\":\"ok\",\"speaker\":null,\"speaker_confidence\":0.0,\"overlap\":false,"
                                + "\"other_speakers\":[]}")
                .contains("\"speakers\":[{\"speaker\":\"A\",\"seconds\":1.0,\"turns\":1,\"minor\":true},"
                        + "{\"speaker\":\"B\",\"seconds\":12.5,\"turns\":2,\"minor\":false}]")
                .contains("\"speaker_shortfall\":\"speaker_count_not_reached\"");
    }

    @Test
    void diarized_json_has_the_keys_of_openai_and_a_line_for_each_turn() {
        List<Segment> more = new ArrayList<>(TRANSCRIPT.segments());
        more.add(2, segment(3, 4, " Yes, hi.", B, false));
        Transcript transcript = TRANSCRIPT.said(more, TRANSCRIPT.speakers().orElseThrow());
        assertThat(TranscriptFormat.DIARIZED_JSON.write(transcript))
                .isEqualTo(
                        "{\"task\":\"transcribe\",\"duration\":9.5,\"text\":\"A: Hello.\\nB: Hi. Yes, hi.\\nunknown: Hm.\",\"segments\":["
                                + "{\"type\":\"transcript.text.segment\",\"id\":\"seg_001\",\"start\":0.0,\"end\":1.0,\"text\":\"Hello.\",\"speaker\":\"A\"},"
                                + "{\"type\":\"transcript.text.segment\",\"id\":\"seg_002\",\"start\":1.25,\"end\":2.0,\"text\":\"Hi.\",\"speaker\":\"B\"},"
                                + "{\"type\":\"transcript.text.segment\",\"id\":\"seg_003\",\"start\":3.0,\"end\":4.0,\"text\":\"Yes, hi.\",\"speaker\":\"B\"},"
                                + "{\"type\":\"transcript.text.segment\",\"id\":\"seg_004\",\"start\":8.0,\"end\":9.0,\"text\":\"Hm.\",\"speaker\":\"unknown\"}],"
                                + "\"usage\":{\"type\":\"duration\",\"seconds\":10}}");
    }

    @Test
    void rttm_has_the_turns_and_is_empty_where_nobody_was_told_apart() {
        assertThat(TranscriptFormat.RTTM.write(TRANSCRIPT)).isEqualTo("""
                SPEAKER recording 1 0.000 1.000 <NA> <NA> A <NA> <NA>
                SPEAKER recording 1 1.200 0.800 <NA> <NA> B <NA> <NA>
                """);
        assertThat(TranscriptFormat.RTTM.write(new Transcript(Task.TRANSCRIBE, "en", 9.5, "", List.of())))
                .isEmpty();
    }
}
