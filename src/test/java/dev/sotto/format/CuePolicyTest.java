package dev.sotto.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sotto.transcript.InvalidOption;
import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Task;
import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.Word;
import dev.sotto.transcript.field.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CuePolicyTest {
    private static final OptionalDouble NONE = OptionalDouble.empty();

    private static Cue cue(long start, long end, String text) {
        return new Cue(start, end, text, Optional.empty());
    }

    private static SubtitlePolicy speed(double charactersPerSecond) {
        return new SubtitlePolicy(NONE, OptionalDouble.of(charactersPerSecond), NONE);
    }

    private static SubtitlePolicy gap(double seconds) {
        return new SubtitlePolicy(NONE, NONE, OptionalDouble.of(seconds));
    }

    private static List<Cue> applied(SubtitlePolicy policy, Cue... cues) {
        return CuePolicy.applied(List.of(cues), policy, CueMarkup.VTT, 60);
    }

    @Test
    void cue_stands_until_it_can_be_read_as_far_as_the_next_one_lets_it() {
        assertThat(applied(
                        speed(10),
                        cue(0, 500, "twenty characters ok"),
                        cue(5000, 5100, "ten chars."),
                        cue(5500, 9000, "x")))
                .containsExactly(
                        cue(0, 2000, "twenty characters ok"), cue(5000, 5500, "ten chars."), cue(5500, 9000, "x"));
    }

    @Test
    void speed_counts_what_is_read_and_not_how_it_is_escaped() {
        assertThat(applied(speed(1), cue(0, 100, "&lt;&amp;\n\u0301")))
                .containsExactly(cue(0, 2000, "&lt;&amp;\n\u0301"));
    }

    @Test
    void last_cue_does_not_outlast_the_recording() {
        assertThat(applied(speed(1), cue(58_000, 58_100, "ten chars.")))
                .containsExactly(cue(58_000, 60_000, "ten chars."));
        assertThat(applied(speed(1), cue(61_000, 61_100, "ten chars.")))
                .containsExactly(cue(61_000, 61_100, "ten chars."));
    }

    @Test
    void gap_shortens_the_earlier_cue_but_leaves_it_half_of_its_time() {
        assertThat(applied(gap(0.1), cue(0, 1000, "a"), cue(1000, 1100, "b"), cue(1100, 2000, "c")))
                .containsExactly(cue(0, 900, "a"), cue(1000, 1050, "b"), cue(1100, 2000, "c"));
        assertThat(applied(gap(0.1), cue(0, 500, "a"), cue(1000, 1100, "b")))
                .containsExactly(cue(0, 500, "a"), cue(1000, 1100, "b"));
    }

    @Test
    void longest_time_of_a_cue_bounds_what_the_speed_adds() {
        SubtitlePolicy both = new SubtitlePolicy(OptionalDouble.of(1.5), OptionalDouble.of(1), NONE);
        assertThat(applied(both, cue(0, 100, "ten chars."))).containsExactly(cue(0, 1500, "ten chars."));
    }

    @Test
    void cues_stay_in_order_and_keep_their_starts_whatever_is_asked() {
        Random random = new Random(5);
        for (int round = 0; round < 500; round++) {
            List<Cue> cues = new ArrayList<>();
            long at = 0;
            for (int i = random.nextInt(6); i >= 0; i--) {
                long start = at + random.nextInt(1500);
                at = start + 1 + random.nextInt(1500);
                cues.add(cue(start, at, "x".repeat(random.nextInt(40))));
            }
            SubtitlePolicy policy = new SubtitlePolicy(
                    NONE, OptionalDouble.of(1 + random.nextInt(30)), OptionalDouble.of(random.nextDouble()));
            List<Cue> moved = CuePolicy.applied(cues, policy, CueMarkup.SRT, 5);
            assertThat(moved)
                    .extracting(Cue::startMillis)
                    .isEqualTo(cues.stream().map(Cue::startMillis).toList());
            for (int i = 0; i < moved.size(); i++) {
                assertThat(moved.get(i).endMillis()).isGreaterThan(moved.get(i).startMillis());
                assertThat(moved.get(i).endMillis())
                        .isLessThanOrEqualTo(
                                i + 1 < moved.size() ? moved.get(i + 1).startMillis() : Long.MAX_VALUE);
            }
        }
    }

    @Test
    void longer_cues_are_cut_between_words() {
        List<Word> words = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            words.add(new Word(" w" + i, i, i + 1, 1));
        }
        Transcript transcript = new Transcript(
                Task.TRANSCRIBE, "en", 6, "", List.of(new Segment(0, 0, 0, 6, " w", List.of(), 0, 0, 1, 0, words)));
        DocumentOptions options = DocumentFields.layout(
                Fields.filledIn(name -> name.equals("max_cue_seconds") ? List.of("2.5") : List.of()), true);
        assertThat(TranscriptFormat.SRT.write(transcript, options)).isEqualTo("""
            1
            00:00:00,000 --> 00:00:02,000
            w0 w1

            2
            00:00:02,000 --> 00:00:04,000
            w2 w3

            3
            00:00:04,000 --> 00:00:06,000
            w4 w5

            """);
    }

    @Test
    void options_are_read_by_name_over_what_holds_without_them() {
        DocumentOptions held = new DocumentOptions(
                false, true, OptionalInt.of(40), OptionalInt.empty(), OptionalInt.empty(), true, speed(17));
        Map<String, String> asked = Map.of("min_gap_seconds", "0.08", "highlight_words", "false");
        Fields fields = Fields.filledIn(name -> asked.containsKey(name) ? List.of(asked.get(name)) : List.of());
        assertThat(DocumentFields.layout(fields, held, true))
                .isEqualTo(new DocumentOptions(
                        false,
                        true,
                        OptionalInt.of(40),
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        false,
                        new SubtitlePolicy(NONE, OptionalDouble.of(17), OptionalDouble.of(0.08))));
    }

    @Test
    void value_out_of_its_bounds_and_a_cut_without_words_are_refused() {
        assertThatThrownBy(() -> speed(0.5))
                .isInstanceOf(InvalidOption.class)
                .hasMessage("max_characters_per_second '0.5'; expected a number from 1 to 1000");
        assertThatThrownBy(() -> gap(11)).hasMessage("min_gap_seconds '11'; expected a number from 0 to 10");
        assertThatThrownBy(() -> DocumentFields.layout(
                        Fields.filledIn(name -> name.equals("max_cue_seconds") ? List.of("2") : List.of()), false))
                .hasMessage("max_cue_seconds '2'; expected word_timestamps beside it");
    }
}
