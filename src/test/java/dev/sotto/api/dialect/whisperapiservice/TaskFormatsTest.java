package dev.sotto.api.dialect.whisperapiservice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Task;
import dev.sotto.transcript.Transcript;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What whisper_wrapper.py of whisper-api-service writes of the same segments. */
class TaskFormatsTest {
    private static final Transcript LONG = new Transcript(
            Task.TRANSCRIBE,
            "en",
            3700,
            "One. Two.",
            List.of(segment(0, 1.2345, 59.9999, " One. "), segment(1, 3599.9996, 3661.0005, " Two.")));

    private static Segment segment(int id, double start, double end, String text) {
        return new Segment(id, 0, start, end, text, List.of(), 0, 0, 1, 0, List.of());
    }

    @Test
    void subtitles_always_have_hours_and_round_half_to_even() {
        assertThat(TaskFormats.srt(LONG)).isEqualTo("""
            1
            00:00:01,234 --> 00:01:00,000
            One.

            2
            01:00:00,000 --> 01:01:01,000
            Two.

            """);
    }

    @Test
    void webvtt_has_hours_from_the_first_on_and_no_numbers() {
        assertThat(TaskFormats.vtt(LONG)).isEqualTo("""
            WEBVTT

            00:01.234 --> 01:00.000
            One.

            01:00:00.000 --> 01:01:01.000
            Two.

            """);
        assertThat(TaskFormats.vttByNumber(LONG).encode())
                .isEqualTo("{\"1\":[\"00:01.234 --> 01:00.000\",\"One.\"],"
                        + "\"2\":[\"01:00:00.000 --> 01:01:01.000\",\"Two.\"]}");
    }

    @Test
    void times_of_tables_are_cut_to_whole_milliseconds() {
        assertThat(TaskFormats.tsv(LONG)).isEqualTo("start\tend\ttext\n1234\t59999\tOne.\n3599999\t3661000\tTwo.\n");
    }
}
