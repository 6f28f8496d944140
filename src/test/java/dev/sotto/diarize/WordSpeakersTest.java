package dev.sotto.diarize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sotto.testing.ExecutorSpeakers;
import dev.sotto.testing.ScriptedVoices;
import dev.sotto.testing.ScriptedVoices.Speech;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Speakers;
import dev.sotto.transcript.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Words and segments against turns that are known: A speaks to 10 s, B from 11 to 20 s, both from 18 s. */
class WordSpeakersTest {
    private static final Diarization TOLD =
            told(30, new Speech(0, 10, 0), new Speech(11, 20, 1), new Speech(18, 20, 0));

    @Test
    void words_belong_to_whom_is_heard_while_they_are_said() {
        assertThat(speakers(word("Hello", 1, 1.5), word("there.", 9, 9.6), word("Yes", 12, 12.4)))
                .isEqualTo("AAB");
    }

    @Test
    void a_word_stretched_over_a_pause_counts_for_its_first_second_only() {
        assertThat(speakers(word("so", 9.2, 14))).isEqualTo("A");
    }

    /** The last word begins where A still speaks; in the middle of a phrase that is no reason to change. */
    @Test
    void within_a_phrase_one_word_of_doubt_does_not_change_the_speaker() {
        List<SpeakerChoice> phrase = choices(
                word("we", 17, 17.2), word("will", 17.3, 17.5), word("see", 18.5, 18.7), word("that", 18.8, 19));
        assertThat(phrase).extracting(SpeakerChoice::speaker).containsOnly(OptionalInt.of(1));
    }

    @Test
    void a_word_in_an_overlap_is_marked_and_names_the_other_voice() {
        SpeakerChoice choice =
                choices(word("no", 15, 15.3), word("way", 18.5, 18.9)).get(1);
        assertThat(choice.overlap()).isTrue();
        assertThat(choice.speaker()).hasValue(1);
        assertThat(choice.others()).containsExactly(0);
        assertThat(choice.confidence()).isCloseTo(0.5, within(0.05));
    }

    @Test
    void a_word_beside_a_turn_takes_the_nearest_one_with_less_certainty() {
        SpeakerChoice choice = choices(word("well", 20.5, 20.9)).get(0);
        assertThat(choice.speaker()).isPresent();
        assertThat(choice.confidence()).isCloseTo(0.8, within(1e-9));
    }

    @Test
    void a_word_far_from_all_speech_has_no_speaker_and_does_not_pass_for_the_last_one() {
        SpeakerChoice choice =
                choices(word("end", 19.5, 19.8), word("ghost", 25, 25.4)).get(1);
        assertThat(choice.speaker()).isEmpty();
        assertThat(choice.confidence()).isZero();
        assertThat(choice.others()).isEmpty();
        assertThat(choice.overlap()).isFalse();
    }

    @Test
    void without_any_speaker_no_word_has_one() {
        Diarization nobody = told(5);
        assertThat(WordSpeakers.of(List.of(word("eh", 1, 2)), nobody))
                .singleElement()
                .satisfies(choice -> assertThat(choice.speaker()).isEmpty());
        assertThat(WordSpeakers.of(List.of(), TOLD)).isEmpty();
    }

    @Test
    void a_segment_is_split_where_the_speaker_changes_and_no_text_is_lost() {
        Segment segment = segment(8, 13, word("one", 8.2, 8.5), word("two.", 9, 9.4), word("Three", 11.3, 12));
        List<SpeakerSegment> parts = SegmentSpeakers.of(List.of(segment), TOLD);
        assertThat(parts).extracting(SpeakerSegment::text).containsExactly(" one two.", " Three");
        assertThat(parts)
                .extracting(part -> part.choice().speaker().orElseThrow())
                .containsExactly(0, 1);
        assertThat(parts).extracting(SpeakerSegment::startSeconds).containsExactly(8.0, 11.3);
        assertThat(parts).extracting(SpeakerSegment::endSeconds).containsExactly(9.4, 13.0);
        assertThat(parts).allSatisfy(part -> {
            assertThat(part.segment()).isZero();
            assertThat(part.choices()).hasSameSizeAs(part.words());
            assertThat(part.choice().confidence()).isGreaterThan(0.9);
        });
    }

    @Test
    void a_word_that_nobody_says_splits_no_segment() {
        Segment segment = segment(18, 26, word("a", 18.2, 18.4), word("b", 25, 25.2));
        assertThat(SegmentSpeakers.of(List.of(segment), TOLD)).singleElement().satisfies(part -> {
            assertThat(part.text()).isEqualTo(segment.text());
            assertThat(part.choice().overlap()).isTrue();
        });
    }

    @Test
    void a_segment_without_words_has_the_speaker_of_its_whole_time() {
        List<SpeakerSegment> parts =
                SegmentSpeakers.of(List.of(segment(0, 9), segment(9.5, 20), segment(26, 29)), TOLD);
        assertThat(parts).hasSize(3);
        assertThat(parts.get(0).choice().speaker()).hasValue(0);
        assertThat(parts.get(1).choice().speaker()).hasValue(1);
        assertThat(parts.get(2).choice().speaker()).isEmpty();
        assertThat(parts).extracting(SpeakerSegment::segment).containsExactly(0, 1, 2);
    }

    private static Diarization told(double seconds, Speech... speeches) {
        SpeakerAnalysis analysis = new SpeakerAnalyzer(new ExecutorSpeakers(Runnable::run, ScriptedVoices::new))
                .analyze(ScriptedVoices.recording(seconds, speeches), part -> {}, new Cancellation());
        return Diarizer.diarize(analysis, SpeakerBounds.AUTOMATIC, new Cancellation());
    }

    private static List<SpeakerChoice> choices(Word... words) {
        return WordSpeakers.of(List.of(words), TOLD);
    }

    private static String speakers(Word... words) {
        return choices(words).stream()
                .map(choice -> Speakers.label(choice.speaker().orElseThrow()))
                .collect(Collectors.joining());
    }

    private static Word word(String text, double start, double end) {
        return new Word(" " + text, start, end, 1);
    }

    private static Segment segment(double start, double end, Word... words) {
        List<String> texts = new ArrayList<>();
        for (Word word : words) {
            texts.add(word.text());
        }
        return new Segment(0, 0, start, end, String.join("", texts), List.of(), 0, 0, 0, 0, List.of(words));
    }
}
