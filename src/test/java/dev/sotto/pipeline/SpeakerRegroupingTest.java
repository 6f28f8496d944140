package dev.sotto.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sotto.diarize.StoredAnalysis;
import dev.sotto.diarize.VoiceSample;
import dev.sotto.testing.ScriptedEvidence;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.InvalidOption;
import dev.sotto.transcript.SaidBy;
import dev.sotto.transcript.Segment;
import dev.sotto.transcript.SpeakerEvidence;
import dev.sotto.transcript.SpeakerGrouping;
import dev.sotto.transcript.SpeakerOptions;
import dev.sotto.transcript.Speakers;
import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.VoiceProfile;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Speakers told apart anew from what was kept. */
class SpeakerRegroupingTest {
    private static final SpeakerEvidence EVIDENCE = ScriptedEvidence.ofThreeVoices();

    @Test
    void without_a_wish_everybody_has_a_segment_and_the_tokens_of_their_words() {
        Transcript said = said(OptionalInt.empty(), List.of(), Map.of());
        assertThat(labels(said)).containsExactly("A", "B", "C");
        assertThat(said.segments().get(0).tokens()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        assertThat(said.segments())
                .extracting(segment -> segment.tokens().size())
                .containsExactly(10, 10, 10);
        assertThat(said.segments())
                .extracting(segment -> segment.words().size())
                .containsExactly(10, 10, 10);
    }

    @Test
    void another_number_gives_as_many() {
        assertThat(said(OptionalInt.of(2), List.of(), Map.of())
                        .speakers()
                        .orElseThrow()
                        .speakers())
                .hasSize(2);
        assertThat(labels(said(OptionalInt.of(1), List.of(), Map.of()))).containsExactly("A");
    }

    @Test
    void those_who_are_merged_are_one_and_the_others_are_numbered_anew() {
        Transcript said = said(OptionalInt.empty(), List.of(List.of("A", "B")), Map.of());
        assertThat(labels(said)).containsExactly("A", "B");
        Speakers speakers = said.speakers().orElseThrow();
        assertThat(speakers.speakers()).extracting(Speakers.Summary::speaker).containsExactly("A", "B");
        assertThat(speakers.speakers().get(0).seconds()).isBetween(19.0, 20.5);
        assertThat(labels(said(OptionalInt.empty(), List.of(List.of("A", "C")), Map.of())))
                .containsExactly("A", "B", "A");
        assertThat(labels(said(OptionalInt.empty(), List.of(List.of("B", "C"), List.of("A", "C")), Map.of())))
                .containsExactly("A");
    }

    @Test
    void names_stand_in_place_of_labels_also_of_those_who_are_merged() {
        Transcript said = said(OptionalInt.empty(), List.of(List.of("A", "C")), Map.of("C", "Anna", "B", "Jörg K."));
        assertThat(labels(said)).containsExactly("Anna", "Jörg K.", "Anna");
        assertThat(said.speakers().orElseThrow().turns())
                .extracting(Speakers.Turn::speaker)
                .contains("Anna", "Jörg K.");
    }

    @Test
    void what_cannot_be_is_refused_with_what_was_seen() {
        assertThatThrownBy(() -> said(OptionalInt.empty(), List.of(List.of("A", "D")), Map.of()))
                .isInstanceOf(InvalidOption.class)
                .hasMessage("merge 'D'; expected one of A, B, C");
        assertThatThrownBy(() -> said(OptionalInt.of(1), List.of(), Map.of("B", "Bea")))
                .hasMessage("names 'B'; expected one of A");
        assertThatThrownBy(() -> said(OptionalInt.empty(), List.of(List.of("A", "B")), Map.of("A", "Anna", "B", "Bea")))
                .hasMessageContaining("one name for speakers who are merged");
        assertThatThrownBy(() -> said(OptionalInt.empty(), List.of(), Map.of("A", "B")))
                .hasMessage("names 'B'; expected no label of another speaker");
        assertThatThrownBy(() -> said(OptionalInt.empty(), List.of(), Map.of("A", "Anna", "B", "Anna")))
                .hasMessageContaining("merge those who are one");
        for (String name : List.of("", "a\nb", "<b>", "x".repeat(65), " x")) {
            assertThatThrownBy(() -> said(OptionalInt.empty(), List.of(), Map.of("A", name)))
                    .hasMessageContaining("names '" + name + "'");
        }
    }

    @Test
    void who_has_a_known_voice_is_called_by_its_name_and_strangers_by_labels() {
        VoiceProfile second = voice("Bo", "B");
        Transcript said = known(List.of(), Map.of(), List.of(second));
        assertThat(labels(said)).containsExactly("A", "Bo", "C");
        Speakers speakers = said.speakers().orElseThrow();
        assertThat(speakers.speakers().get(1).likeness().orElseThrow()).isGreaterThan(0.9);
        assertThat(speakers.speakers().get(0).likeness()).isEmpty();
        SpeakerEvidence sent =
                new SpeakerEvidence(EVIDENCE.analysis(), 0, EVIDENCE.plain(), EVIDENCE.wordEnds(), List.of(second));
        SpeakerGrouping library = grouping(List.of(), Map.of(), List.of(voice("Bo", "C")));
        assertThat(labels(SpeakerRegrouping.of(sent, library, new Cancellation())))
                .as("a clip stands for the library's voice of the same name")
                .containsExactly("A", "Bo", "C");
    }

    @Test
    void a_name_that_is_another_s_label_is_given_to_its_voice_alone() {
        assertThat(labels(known(List.of(), Map.of(), List.of(voice("A", "B"))))).containsExactly("D", "A", "C");
    }

    @Test
    void names_and_merges_of_the_caller_go_before_known_voices_and_may_use_their_names() {
        List<VoiceProfile> voices = List.of(voice("Bo", "B"), voice("Cleo", "C"));
        assertThat(labels(known(List.of(), Map.of("B", "Ben"), voices))).containsExactly("A", "Ben", "Cleo");
        assertThat(labels(known(List.of(), Map.of("Bo", "Ben"), voices))).containsExactly("A", "Ben", "Cleo");
        assertThat(labels(known(List.of(), Map.of("A", "Bo"), voices))).containsExactly("Bo", "B", "Cleo");
        assertThat(labels(known(List.of(List.of("A", "Cleo")), Map.of(), List.of(voice("Cleo", "C")))))
                .containsExactly("Cleo", "B", "Cleo");
    }

    private static VoiceProfile voice(String name, String speaker) {
        Speakers speakers =
                said(OptionalInt.empty(), List.of(), Map.of()).speakers().orElseThrow();
        VoiceSample.Made made = VoiceSample.ofSpeaker(StoredAnalysis.read(EVIDENCE.analysis()), 0, speakers, speaker);
        assertThat(made.fault()).isEmpty();
        return new VoiceProfile(name, made.vector());
    }

    private static Transcript known(List<List<String>> merges, Map<String, String> names, List<VoiceProfile> voices) {
        return SpeakerRegrouping.of(EVIDENCE, grouping(merges, names, voices), new Cancellation());
    }

    private static SpeakerGrouping grouping(
            List<List<String>> merges, Map<String, String> names, List<VoiceProfile> voices) {
        SpeakerOptions options = SpeakerOptions.builder().diarize(true).build();
        return new SpeakerGrouping(options, merges, names, voices);
    }

    private static Transcript said(OptionalInt count, List<List<String>> merges, Map<String, String> names) {
        SpeakerOptions options =
                SpeakerOptions.builder().diarize(true).count(count).build();
        return SpeakerRegrouping.of(EVIDENCE, new SpeakerGrouping(options, merges, names), new Cancellation());
    }

    private static List<String> labels(Transcript transcript) {
        return transcript.segments().stream()
                .map(Segment::saidBy)
                .map(by -> by.flatMap(SaidBy::speaker).orElse("nobody"))
                .toList();
    }
}
