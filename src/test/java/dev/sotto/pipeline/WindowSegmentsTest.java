package dev.sotto.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sotto.pipeline.WindowSegments.Span;
import dev.sotto.whisper.decode.DecodingResult;
import java.util.List;
import org.junit.jupiter.api.Test;

class WindowSegmentsTest {
    private static final int BEGIN = 50_000;

    @Test
    void pairs_of_timestamps_cut_and_an_unfinished_segment_is_left_for_the_next_window() {
        WindowSegments cut = cut(3000, at(0), 7, 8, at(100), at(120), 9, at(200), at(210), 10);
        assertThat(cut.spans()).hasSize(2);
        isSpan(cut.spans().get(0), 0, 2.0, at(0), 7, 8, at(100));
        isSpan(cut.spans().get(1), 2.4, 4.0, at(120), 9, at(200));
        assertThat(cut.advanceFrames()).isEqualTo(400);
    }

    @Test
    void a_single_timestamp_at_the_end_says_that_the_window_is_done() {
        WindowSegments cut = cut(2500, at(0), 7, at(100), at(100), 8, at(150));
        assertThat(cut.spans()).hasSize(2);
        isSpan(cut.spans().get(1), 2.0, 3.0, at(100), 8, at(150));
        assertThat(cut.advanceFrames()).isEqualTo(2500);
    }

    @Test
    void a_window_without_a_pair_is_one_segment_up_to_its_last_timestamp() {
        WindowSegments cut = cut(3000, at(0), 7, 8, at(250));
        isSpan(cut.spans().get(0), 0, 5.0, at(0), 7, 8, at(250));
        assertThat(cut.advanceFrames()).isEqualTo(3000);
    }

    @Test
    void a_window_without_any_time_but_zero_reaches_to_its_end() {
        assertThat(cut(1234, at(0), 7, 8).spans().get(0).endSeconds()).isEqualTo(12.34, within(1e-9));
        assertThat(cut(1234, 7, 8).spans().get(0).endSeconds()).isEqualTo(12.34, within(1e-9));
        assertThat(cut(1234).spans()).hasSize(1);
    }

    private static int at(int step) {
        return BEGIN + step;
    }

    private static void isSpan(Span span, double start, double end, Integer... tokens) {
        assertThat(span.startSeconds()).isEqualTo(start, within(1e-9));
        assertThat(span.endSeconds()).isEqualTo(end, within(1e-9));
        assertThat(span.tokens()).containsExactly(tokens);
    }

    private static WindowSegments cut(int windowFrames, Integer... tokens) {
        DecodingResult result = new DecodingResult(List.of(tokens), "", 0, 0, 0, 0, false);
        return WindowSegments.of(result, windowFrames, BEGIN, 2);
    }
}
