package dev.sotto.diarize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sotto.audio.Waveform;
import dev.sotto.testing.ExecutorSpeakers;
import dev.sotto.testing.ScriptedVoices;
import dev.sotto.testing.ScriptedVoices.Speech;
import dev.sotto.transcript.Cancellation;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An analysis read back gives the speakers that it gave before. */
class StoredAnalysisTest {
    private static final Speech[] THREE = {
        new Speech(1, 9, 2), new Speech(8, 17, 5), new Speech(18, 26, 2), new Speech(27, 36, 9), new Speech(40, 40.1, 5)
    };

    @Test
    void what_is_read_back_gives_the_same_turns_for_any_number_of_speakers() {
        SpeakerAnalysis analysis = analysis(45, THREE);
        SpeakerAnalysis back = StoredAnalysis.read(StoredAnalysis.write(analysis));
        for (SpeakerBounds bounds : new SpeakerBounds[] {
            SpeakerBounds.AUTOMATIC, SpeakerBounds.exactly(1), SpeakerBounds.exactly(2), SpeakerBounds.exactly(5)
        }) {
            Diarization before = Diarizer.diarize(analysis, bounds, new Cancellation());
            Diarization after = Diarizer.diarize(back, bounds, new Cancellation());
            assertThat(after.turns()).isEqualTo(before.turns()).isNotEmpty();
            assertThat(after.shortfall()).isEqualTo(before.shortfall());
        }
        assertThat(StoredAnalysis.write(back)).isEqualTo(StoredAnalysis.write(analysis));
    }

    @Test
    void a_recording_in_which_nobody_speaks_and_one_too_short_for_a_vector_come_back_too() {
        for (double seconds : new double[] {0, 0.01, 20}) {
            SpeakerAnalysis back = StoredAnalysis.read(StoredAnalysis.write(analysis(seconds)));
            assertThat(Diarizer.diarize(back, SpeakerBounds.AUTOMATIC, new Cancellation())
                            .turns())
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 20, 1000})
    void what_is_cut_off_is_refused(int bytes) {
        byte[] whole = StoredAnalysis.write(analysis(45, THREE));
        assertThatThrownBy(() -> StoredAnalysis.read(Arrays.copyOf(whole, bytes)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ends too early or is damaged");
    }

    private static SpeakerAnalysis analysis(double seconds, Speech... speeches) {
        try (Waveform recording = ScriptedVoices.recording(seconds, speeches)) {
            return new SpeakerAnalyzer(new ExecutorSpeakers(Runnable::run, ScriptedVoices::new))
                    .analyze(recording, part -> {}, new Cancellation());
        }
    }
}
