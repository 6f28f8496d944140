package dev.sotto.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.pipeline.SilenceSkip.Verdict;
import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Word;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Windows of 30 s that begin at 30 s in a recording of 100 s, with a threshold of 2 s. */
class SilenceSkipTest {
    private static final WindowPlace PLACE = new WindowPlace(3000, 3000, 10_000, 28);

    private final SilenceSkip skip = new SilenceSkip(2);

    @Test
    void words_too_brief_too_long_or_too_improbable_are_anomalous() {
        assertThat(SilenceSkip.isAnomalous(segment(40, 0.3, 0.9))).isFalse();
        assertThat(SilenceSkip.isAnomalous(segment(40, 0.3, 0.1))).isTrue();
        assertThat(SilenceSkip.isAnomalous(segment(40, 0.02, 0.9))).isTrue();
        assertThat(SilenceSkip.isAnomalous(segment(40, 4, 0.9))).isTrue();
    }

    @Test
    void a_segment_of_signs_alone_is_anomalous() {
        Segment signs = segment(40, 0.3, 0.9)
                .timed(40, 41, List.of(new Word(".", 40, 40.5, 0.9), new Word("!", 40.5, 41, 0.9)));
        assertThat(SilenceSkip.isAnomalous(signs)).isTrue();
    }

    @Test
    void a_window_whose_first_words_are_made_up_behind_silence_is_decoded_again_from_there() {
        Verdict verdict = judge(segment(35, 0.3, 0.1), segment(50, 0.3, 0.9));
        assertThat(verdict.redone()).isTrue();
        assertThat(verdict.segments()).isEmpty();
        assertThat(verdict.nextSeek()).isEqualTo(3500);
    }

    @Test
    void what_is_made_up_between_silences_is_cut_with_all_behind_it() {
        Verdict verdict = judge(segment(30.5, 0.3, 0.9), segment(40, 0.3, 0.1), segment(50, 0.3, 0.9));
        assertThat(verdict.redone()).isFalse();
        assertThat(verdict.segments()).hasSize(1);
        assertThat(verdict.nextSeek()).isEqualTo(4000);
    }

    @Test
    void improbable_words_in_the_middle_of_speech_stay() {
        Verdict verdict = judge(segment(33, 0.3, 0.9), segment(34.5, 0.3, 0.1), segment(36, 0.3, 0.9));
        assertThat(verdict.segments()).hasSize(3);
    }

    @Test
    void made_up_words_at_the_end_of_the_recording_end_it() {
        WindowPlace last = new WindowPlace(3000, 2900, 5900, 28);
        Verdict verdict = skip.judge(
                new Verdict(List.of(segment(30.5, 0.3, 0.9), segment(57.3, 0.3, 0.1)), 5800, false), last, true);
        assertThat(verdict.segments()).hasSize(1);
        assertThat(verdict.nextSeek()).isEqualTo(5900);
    }

    @Test
    void the_next_window_begins_behind_the_last_word_if_silence_follows_and_behind_the_window_if_not() {
        assertThat(judge(segment(40, 0.3, 0.9)).nextSeek()).isEqualTo(4120);
        assertThat(judge(segment(58, 0.3, 0.9)).nextSeek()).isEqualTo(6000);
    }

    private Verdict judge(Segment... segments) {
        return skip.judge(new Verdict(List.of(segments), 5990, false), PLACE, false);
    }

    /** Four words of one length and probability. */
    private static Segment segment(double start, double wordSeconds, double probability) {
        List<Word> words = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            words.add(new Word(" w" + i, start + i * wordSeconds, start + (i + 1) * wordSeconds, probability));
        }
        return new Segment(0, 3000, start, start + 4 * wordSeconds, " w", List.of(1), 0, 0, 0, 0, words);
    }
}
