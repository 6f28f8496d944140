package dev.sotto.diarize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sotto.audio.Waveform;
import dev.sotto.audio.Waveforms;
import dev.sotto.fault.FaultCode;
import dev.sotto.testing.ExecutorSpeakers;
import dev.sotto.testing.ScriptedVoices;
import dev.sotto.testing.ScriptedVoices.Speech;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.Speakers;
import dev.sotto.transcript.Speakers.Shortfall;
import dev.sotto.transcript.TranscriptionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules on recordings made to measure, heard by networks that know who speaks. */
class DiarizerTest {
    private static final double EDGE = 0.1; // seconds that a turn may be off
    private static final Cancellation NEVER = new Cancellation();

    @Test
    void two_voices_in_turn_are_two_speakers_named_in_the_order_in_which_they_speak() {
        // The voice with the higher number first: names follow the ear, not the network.
        Diarization told = told(30, SpeakerBounds.AUTOMATIC, speech(1, 8, 5), speech(9, 17, 2), speech(18, 29, 5));
        assertTurns(told, "A 1-8", "B 9-17", "A 18-29");
        assertThat(told.speakers()).extracting(Speaker::label).containsExactly("A", "B");
        assertThat(told.speakers().get(0).seconds()).isCloseTo(18, within(2 * EDGE));
        assertThat(told.speakers().get(0).turns()).isEqualTo(2);
        assertThat(told.shortfall()).isEmpty();
    }

    @Test
    void an_overlap_belongs_to_both_and_each_goes_on_as_before() {
        Diarization told = told(30, SpeakerBounds.AUTOMATIC, speech(1, 14, 0), speech(12, 25, 1));
        assertTurns(told, "A 1-14", "B 12-25");
    }

    /** The network hears three voices a chunk at most and numbers them anew each time. */
    @Test
    void ten_voices_are_ten_speakers() {
        Speech[] speeches = IntStream.range(0, 20)
                .mapToObj(i -> speech(6 * i, 6 * i + 5.5, i % 10))
                .toArray(Speech[]::new);
        Diarization told = told(121, SpeakerBounds.AUTOMATIC, speeches);
        assertThat(told.speakers()).hasSize(10);
        assertThat(told.turns()).hasSize(20);
        for (int i = 0; i < 20; i++) {
            assertThat(told.turns().get(i).speaker()).isEqualTo(i % 10);
        }
    }

    @Test
    void one_voice_stays_one_speaker_where_up_to_five_are_allowed() {
        Diarization told = told(40, new SpeakerBounds(1, 5), speech(0, 12, 3), speech(14, 22, 3), speech(25, 39, 3));
        assertThat(told.speakers()).hasSize(1);
        assertThat(told.turns()).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({"1,1", "2,2", "3,3", "4,4", "1,2", "1,3", "2,4"})
    void five_voices_are_as_many_speakers_as_are_allowed_and_nobody_falls_silent(int min, int max) {
        Speech[] speeches = IntStream.range(0, 10)
                .mapToObj(i -> speech(6 * i, 6 * i + 5.5, i % 5))
                .toArray(Speech[]::new);
        Diarization told = told(61, new SpeakerBounds(min, max), speeches);
        assertThat(told.speakers()).hasSize(max);
        assertThat(told.shortfall()).isEmpty();
        assertThat(told.turns().stream().mapToDouble(SpeakerTurn::seconds).sum())
                .isCloseTo(55, within(2.0));
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 5, 8})
    void more_speakers_than_there_are_voices_are_found_or_it_is_said_that_they_are_not(int min) {
        Diarization told = told(40, SpeakerBounds.exactly(min), speech(1, 18, 0), speech(20, 39, 1));
        assertThat(told.speakers()).hasSize(min);
        Diarization little = told(4, SpeakerBounds.exactly(min), speech(1, 3, 0));
        assertThat(little.speakers().size()).isBetween(1, min - 1);
        assertThat(little.shortfall()).contains(Shortfall.SPEAKER_COUNT_NOT_REACHED);
    }

    @Test
    void a_voice_that_is_heard_for_two_seconds_is_reported_as_minor() {
        Diarization told =
                told(400, SpeakerBounds.AUTOMATIC, speech(0, 200, 0), speech(201, 202.9, 1), speech(204, 399, 2));
        assertThat(told.speakers()).extracting(Speaker::minor).containsExactly(false, true, false);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.02, 0.5, 10, 61.3})
    void without_speech_there_is_no_speaker_whatever_was_asked(double seconds) {
        Diarization told = told(seconds, SpeakerBounds.exactly(4));
        assertThat(told.turns()).isEmpty();
        assertThat(told.speakers()).isEmpty();
        assertThat(told.shortfall()).contains(Shortfall.NO_SPEECH);
    }

    /** One word is too short for a vector, or just long enough for one; either way somebody says it. */
    @ParameterizedTest
    @ValueSource(doubles = {0.15, 0.25, 0.4, 1})
    void a_single_word_has_a_speaker(double length) {
        Diarization told = told(1.3, SpeakerBounds.AUTOMATIC, speech(0.2, 0.2 + length, 4));
        assertThat(told.speakers()).hasSize(1);
        assertThat(told.turns()).hasSize(1);
        assertThat(told.turns().get(0).seconds()).isCloseTo(length, within(EDGE));
    }

    /** The last chunk is filled up with silence; a voice that speaks to the very end stays inside the recording. */
    @ParameterizedTest
    @ValueSource(doubles = {3.001, 9.99, 10, 10.4, 15, 17.77})
    void no_turn_goes_past_the_end(double seconds) {
        Diarization told = told(seconds, SpeakerBounds.AUTOMATIC, speech(0, seconds, 1));
        SpeakerTurn last = told.turns().get(told.turns().size() - 1);
        assertThat(last.endSeconds()).isLessThanOrEqualTo(seconds).isCloseTo(seconds, within(EDGE));
    }

    @Test
    void turns_of_one_speaker_never_overlap_and_turns_come_in_order() {
        List<Speech> speeches = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            speeches.add(speech(3 * i, 3 * i + 3.6, i % 3));
        }
        Diarization told = told(125, SpeakerBounds.AUTOMATIC, speeches.toArray(Speech[]::new));
        assertThat(told.turns()).hasSizeGreaterThan(30);
        double[] until = new double[3];
        double start = 0;
        for (SpeakerTurn turn : told.turns()) {
            assertThat(turn.startSeconds()).isGreaterThanOrEqualTo(start);
            assertThat(turn.startSeconds()).isGreaterThan(until[turn.speaker()]);
            until[turn.speaker()] = turn.endSeconds();
            start = turn.startSeconds();
        }
    }

    @Test
    void the_same_recording_gives_the_same_turns_again() {
        Speech[] speeches = {speech(1, 8, 5), speech(7, 17, 2), speech(18, 29, 5)};
        assertThat(told(30, SpeakerBounds.AUTOMATIC, speeches).turns())
                .isEqualTo(told(30, SpeakerBounds.AUTOMATIC, speeches).turns());
    }

    @Test
    void speakers_are_told_apart_again_from_the_same_analysis_with_another_count() {
        SpeakerAnalysis analysis = analysis(
                ScriptedVoices.recording(40, speech(1, 18, 0), speech(20, 39, 1)), NEVER, new ScriptedVoices());
        assertThat(Diarizer.diarize(analysis, SpeakerBounds.exactly(1), NEVER).speakers())
                .hasSize(1);
        assertThat(Diarizer.diarize(analysis, SpeakerBounds.exactly(3), NEVER).speakers())
                .hasSize(3);
        assertThat(Diarizer.diarize(analysis, SpeakerBounds.AUTOMATIC, NEVER).speakers())
                .hasSize(2);
    }

    @Test
    void whoever_cancels_between_two_batches_waits_for_no_third() {
        Cancellation cancellation = new Cancellation();
        ScriptedVoices voices = new ScriptedVoices();
        voices.before(() -> {
            if (voices.calls().size() == 1) {
                cancellation.request();
            }
        });
        Waveform recording = ScriptedVoices.recording(200, speech(0, 199, 1));
        assertThatThrownBy(() -> analysis(recording, cancellation, voices))
                .isInstanceOfSatisfying(
                        TranscriptionException.class, e -> assertThat(e.code()).isEqualTo(FaultCode.CANCELLED));
        assertThat(voices.calls()).containsExactly("segment 8", "segment 8");
    }

    @Test
    void the_rules_are_cancelled_too() {
        SpeakerAnalysis analysis =
                analysis(ScriptedVoices.recording(40, speech(1, 39, 0)), NEVER, new ScriptedVoices());
        Cancellation cancelled = new Cancellation();
        cancelled.request();
        assertThatThrownBy(() -> Diarizer.diarize(analysis, SpeakerBounds.AUTOMATIC, cancelled))
                .isInstanceOfSatisfying(
                        TranscriptionException.class, e -> assertThat(e.code()).isEqualTo(FaultCode.CANCELLED));
    }

    @Test
    void a_network_that_fails_is_a_fault_of_ours_with_its_message() {
        ScriptedVoices voices = new ScriptedVoices().before(() -> {
            throw new IllegalStateException("no memory");
        });
        assertThatThrownBy(() -> analysis(Waveforms.ofSamples(new short[16_000]), NEVER, voices))
                .isInstanceOfSatisfying(
                        TranscriptionException.class, e -> assertThat(e.code()).isEqualTo(FaultCode.INTERNAL))
                .hasMessageContaining("no memory");
    }

    @Test
    void the_networks_are_closed_on_their_thread_and_loaded_once() {
        ScriptedVoices voices = new ScriptedVoices();
        List<String> loads = new ArrayList<>();
        ExecutorSpeakers device = new ExecutorSpeakers(Runnable::run, () -> {
            loads.add("load");
            return voices;
        });
        SpeakerAnalyzer analyzer = new SpeakerAnalyzer(device);
        try (Waveform second = Waveforms.ofSamples(new short[16_000])) {
            analyzer.analyze(second, part -> {}, NEVER);
            analyzer.analyze(second, part -> {}, NEVER);
        }
        device.close();
        assertThat(loads).hasSize(1);
        assertThat(voices.isClosed()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"0,1", "2,1", "1,201"})
    void bounds_that_make_no_sense_are_refused_with_the_numbers(int min, int max) {
        assertThatThrownBy(() -> new SpeakerBounds(min, max))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("%d to %d speakers".formatted(min, max));
    }

    @Test
    void labels_go_on_behind_z() {
        assertThat(IntStream.of(0, 25, 26, 51, 52, 701, 702).mapToObj(Speakers::label))
                .containsExactly("A", "Z", "AA", "AZ", "BA", "ZZ", "AAA");
    }

    private static Speech speech(double start, double end, int voice) {
        return new Speech(start, end, voice);
    }

    private static Diarization told(double seconds, SpeakerBounds bounds, Speech... speeches) {
        SpeakerAnalysis analysis = analysis(ScriptedVoices.recording(seconds, speeches), NEVER, new ScriptedVoices());
        return Diarizer.diarize(analysis, bounds, NEVER);
    }

    private static SpeakerAnalysis analysis(Waveform recording, Cancellation cancellation, ScriptedVoices voices) {
        return new SpeakerAnalyzer(new ExecutorSpeakers(Runnable::run, () -> voices))
                .analyze(recording, part -> {}, cancellation);
    }

    /** @param expected as {@code A 1-8} */
    private static void assertTurns(Diarization told, String... expected) {
        assertThat(told.turns()).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
            SpeakerTurn turn = told.turns().get(i);
            String[] times = expected[i].substring(2).split("-", -1);
            assertThat(Speakers.label(turn.speaker())).isEqualTo(expected[i].substring(0, 1));
            assertThat(turn.startSeconds()).isCloseTo(Double.parseDouble(times[0]), within(EDGE));
            assertThat(turn.endSeconds()).isCloseTo(Double.parseDouble(times[1]), within(EDGE));
        }
        assertThat(told.shortfall()).isEqualTo(Optional.empty());
    }
}
