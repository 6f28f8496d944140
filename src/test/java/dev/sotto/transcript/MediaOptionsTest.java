package dev.sotto.transcript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class MediaOptionsTest {
    private static final double END = Double.POSITIVE_INFINITY;

    @Test
    void track_is_a_number_a_code_or_the_first() {
        assertThat(MediaOptions.of(" 2 ", false, TimeSpan.WHOLE).track()).isEqualTo(OptionalInt.of(2));
        assertThat(MediaOptions.of("DE", false, TimeSpan.WHOLE).trackLanguage()).contains("de");
        assertThat(MediaOptions.of("", false, TimeSpan.WHOLE)).isEqualTo(MediaOptions.DEFAULTS);
        assertThatThrownBy(() -> MediaOptions.of("german", false, TimeSpan.WHOLE))
                .hasMessage("audio_track 'german'; expected a number from 0, or a code such as de");
    }

    @Test
    void wanted_spans_are_clips_within_the_span() {
        assertThat(wantedSpans(0, END)).isEmpty();
        assertThat(wantedSpans(0, END, span(1, 2))).containsExactly(span(1, 2));
        assertThat(wantedSpans(5, 9)).containsExactly(span(5, 9));
        assertThat(wantedSpans(5, END)).containsExactly(span(5, END));
        assertThat(wantedSpans(5, 9, span(1, 2), span(4, 6), span(7, 8), span(8, END), span(20, 30)))
                .containsExactly(span(5, 6), span(7, 8), span(8, 9));
    }

    @Test
    void clips_that_all_lie_outside_leave_nothing_and_not_everything() {
        assertThat(wantedSpans(5, 9, span(1, 2))).containsExactly(span(5, 5));
    }

    @Test
    void without_clips_there_is_no_span_either() {
        assertThat(options(5, 9, span(6, 7)).withoutClips().wantedSpans()).isEmpty();
    }

    private static TimeSpan span(double start, double end) {
        return new TimeSpan(start, end);
    }

    private static List<TimeSpan> wantedSpans(double start, double end, TimeSpan... clips) {
        return options(start, end, clips).wantedSpans();
    }

    private static TranscriptionOptions options(double start, double end, TimeSpan... clips) {
        return TranscriptionOptions.builder()
                .clips(List.of(clips))
                .media(MediaOptions.of("", false, span(start, end)))
                .build();
    }
}
