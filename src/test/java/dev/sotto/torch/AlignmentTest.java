package dev.sotto.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sotto.audio.Waveform;
import dev.sotto.model.Checkpoint;
import dev.sotto.model.ModelConfig;
import dev.sotto.model.checkpoint.ModelFolder;
import dev.sotto.testing.Checkpoints;
import dev.sotto.testing.Recordings;
import dev.sotto.transcript.SamplingOptions;
import dev.sotto.whisper.AudioFeatures;
import dev.sotto.whisper.SlotLane;
import dev.sotto.whisper.SlotLane.SlotHypotheses;
import dev.sotto.whisper.WhisperNetwork.KnownWindow;
import dev.sotto.whisper.decode.DecodingSearch;
import dev.sotto.whisper.decode.DecodingTask;
import dev.sotto.whisper.mel.Frames;
import dev.sotto.whisper.token.WhisperTokenizer;
import dev.sotto.whisper.word.AlignmentTask;
import dev.sotto.whisper.word.TokenAlignment;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The shipped model on our own recording. */
@Tag("inference")
class AlignmentTest {
    private static final String TEXT = " Good morning and welcome to the planning meeting.";

    private static TorchWhisper network;
    private static ModelConfig model;
    private static WhisperTokenizer tokenizer;
    private static AudioFeatures features;

    @BeforeAll
    static void load_the_shipped_model() {
        try (Checkpoint checkpoint = ModelFolder.open(Checkpoints.TINY_EN);
                Waveform sample = Recordings.decode(Recordings.SAMPLE)) {
            model = checkpoint.config();
            tokenizer = WhisperTokenizer.of(model);
            network = TorchWhisper.load(checkpoint, new TorchSettings("cpu"));
            features = network.encode(new Frames(sample).block(0, 1800), 1.5);
        }
    }

    @AfterAll
    static void close_it() {
        features.close();
        network.close();
    }

    @Test
    void windows_aligned_together_are_heard_as_each_is_alone() {
        AlignmentTask brief = task(TEXT, 900);
        AlignmentTask lengthy = task(TEXT + " Let us begin with the first point of the agenda, the summer tour.", 400);
        TokenAlignment alone =
                network.align(List.of(new KnownWindow(features, brief))).get(0);
        List<TokenAlignment> together =
                network.align(List.of(new KnownWindow(features, lengthy), new KnownWindow(features, brief)));
        isClose(together.get(1).weights(), alone.weights());
        isClose(together.get(1).probabilities(), alone.probabilities());
        assertThat(together.get(0).probabilities()).hasSize(lengthy.textTokens());
        assertThat(together.get(0).columns()).isEqualTo(400);
    }

    @Test
    void a_running_slot_does_not_notice() {
        int[] none = {};
        int start = model.tokens().startOfTranscript();
        var decoding = new DecodingTask(
                new int[] {start},
                0,
                none,
                none,
                30,
                Integer.MAX_VALUE,
                SamplingOptions.DEFAULTS,
                0,
                1,
                DecodingSearch.SINGLE);
        try (SlotLane lane = network.openLane(1, 2)) {
            lane.enter(0, features, decoding);
            lane.run(1, 29);
            SlotHypotheses undisturbed = lane.hypotheses(0);
            lane.enter(0, features, decoding);
            lane.run(1, 5);
            network.align(List.of(new KnownWindow(features, task(TEXT, 900))));
            lane.run(1, 24);
            assertThat(lane.hypotheses(0)).isEqualTo(undisturbed);
        }
    }

    @Test
    void words_that_are_said_are_probable_and_others_are_not() {
        float[] said = network.align(List.of(new KnownWindow(features, task(TEXT, 900))))
                .get(0)
                .probabilities();
        float[] unsaid = network.align(List.of(new KnownWindow(features, task(" Bananas grow on Mars.", 900))))
                .get(0)
                .probabilities();
        assertThat(mean(said)).isGreaterThan(0.5);
        assertThat(mean(unsaid)).isLessThan(0.1);
    }

    @Test
    void a_window_of_no_or_almost_no_audio_gives_numbers_all_the_same() {
        for (int columns : new int[] {0, 1, 2, 3, 4}) {
            TokenAlignment alignment = network.align(List.of(new KnownWindow(features, task(TEXT, columns))))
                    .get(0);
            assertThat(alignment.columns()).isEqualTo(columns);
            for (float weight : alignment.weights()) {
                assertThat(weight).isFinite();
            }
        }
    }

    @Test
    void the_smoothed_value_is_the_middle_of_seven_neighbours_mirrored_at_the_ends() {
        Random random = new Random(1);
        for (int columns : new int[] {1, 3, 4, 5, 7, 8, 50}) {
            float[] values = new float[3 * columns];
            for (int i = 0; i < values.length; i++) {
                values[i] = random.nextInt(20);
            }
            float[] smoothed = network.median7(values, columns);
            for (int i = 0; i < values.length; i++) {
                assertThat(smoothed[i]).isEqualTo(columns <= 3 ? values[i] : middle(values, columns, i));
            }
        }
    }

    private static float middle(float[] values, int columns, int index) {
        int row = index / columns * columns;
        float[] seven = new float[7];
        for (int k = 0; k < 7; k++) {
            int column = Math.abs(index - row + k - 3);
            seven[k] = values[row + (column < columns ? column : 2 * (columns - 1) - column)];
        }
        Arrays.sort(seven);
        return seven[3];
    }

    private static AlignmentTask task(String text, int columns) {
        return AlignmentTask.of(
                List.of(model.tokens().startOfTranscript()),
                model.tokens().noTimestamps(),
                tokenizer.encode(text),
                model.tokens().endOfText(),
                columns);
    }

    private static void isClose(float[] seen, float[] expected) {
        assertThat(seen).hasSameSizeAs(expected);
        for (int i = 0; i < seen.length; i++) {
            assertThat((double) seen[i]).isCloseTo(expected[i], within(1e-3));
        }
    }

    private static double mean(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
