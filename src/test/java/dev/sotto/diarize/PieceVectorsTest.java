package dev.sotto.diarize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sotto.audio.Waveform;
import dev.sotto.testing.ExecutorSpeakers;
import dev.sotto.testing.ScriptedVoices;
import dev.sotto.testing.ScriptedVoices.Speech;
import dev.sotto.transcript.Cancellation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which pieces the network hears, and what the others get. */
class PieceVectorsTest {
    private final ScriptedVoices voices = new ScriptedVoices();

    @Test
    void of_one_voice_every_other_piece_is_heard_and_the_rest_get_the_mean_of_their_neighbours() {
        SpeakerAnalysis analysis = analysis(new Speech(0, 30, 4));
        int pieces = analysis.pieces().size();
        assertThat(pieces).isGreaterThan(30);
        assertThat(heard()).isEqualTo(pieces / 2 + 1);
        for (int i = 1; i < pieces - 1; i += 2) {
            double[] mean = analysis.vectors()[i - 1].clone();
            Vectors.addTimes(mean, 1, analysis.vectors()[i + 1]);
            assertThat(Vectors.dot(Vectors.unit(mean), analysis.vectors()[i])).isCloseTo(1, within(1e-12));
        }
    }

    /** The network numbers three voices a chunk, so that the fourth goes on under the third's number. */
    @Test
    void where_two_voices_follow_each_other_in_one_run_the_pieces_around_the_change_are_heard() {
        SpeakerAnalysis analysis =
                analysis(new Speech(0, 1, 0), new Speech(1.2, 2.2, 1), new Speech(2.4, 6, 2), new Speech(6, 10, 3));
        Piece last = analysis.pieces().get(analysis.pieces().size() - 1);
        assertThat(analysis.runs().get(last.run()).start()).isLessThan(FrameGrid.frame(3));
        assertThat(last.endSeconds()).isGreaterThan(9);
        int ofTheRun = (int) analysis.pieces().stream()
                .filter(piece -> piece.run() == last.run())
                .count();
        int ofOthers = analysis.pieces().size() - ofTheRun;
        int withoutChange = ofOthers + ofTheRun / 2 + 1;
        assertThat(heard())
                .isGreaterThan(withoutChange)
                .isLessThan(analysis.pieces().size());
    }

    /** One behind the other, apart by pauses: no piece lies between two others. */
    @Test
    void short_runs_are_heard_whole() {
        List<Speech> words = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            words.add(new Speech(2.5 * i, 2.5 * i + 1.6, 1));
        }
        SpeakerAnalysis analysis = analysis(words.toArray(Speech[]::new));
        assertThat(analysis.pieces()).hasSize(12);
        assertThat(heard()).isEqualTo(12);
    }

    private SpeakerAnalysis analysis(Speech... speeches) {
        try (Waveform recording = ScriptedVoices.recording(30, speeches)) {
            return new SpeakerAnalyzer(new ExecutorSpeakers(Runnable::run, () -> voices))
                    .analyze(recording, part -> {}, new Cancellation());
        }
    }

    private int heard() {
        return voices.calls().stream()
                .filter(call -> call.startsWith("embed "))
                .mapToInt(call -> Integer.parseInt(call.substring("embed ".length())))
                .sum();
    }
}
