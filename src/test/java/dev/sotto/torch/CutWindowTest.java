package dev.sotto.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sotto.audio.Waveform;
import dev.sotto.model.Checkpoint;
import dev.sotto.model.ModelConfig;
import dev.sotto.model.checkpoint.ModelFolder;
import dev.sotto.testing.Checkpoints;
import dev.sotto.testing.EnglishDecoding;
import dev.sotto.testing.Recordings;
import dev.sotto.testing.WordErrorRate;
import dev.sotto.whisper.AudioFeatures;
import dev.sotto.whisper.SlotLane;
import dev.sotto.whisper.WhisperNetwork.KnownWindow;
import dev.sotto.whisper.decode.DecodingSearch;
import dev.sotto.whisper.decode.DecodingTask;
import dev.sotto.whisper.decode.DecodingTasks;
import dev.sotto.whisper.decode.Hypothesis;
import dev.sotto.whisper.mel.Frames;
import dev.sotto.whisper.token.WhisperTokenizer;
import dev.sotto.whisper.word.AlignmentTask;
import dev.sotto.whisper.word.TokenAlignment;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Windows of which the network hears the sound and a little silence, with the shipped model and our own recording. */
@Tag("inference")
class CutWindowTest {
    private static final double PEAK = 1.5;
    private static final int[] LENGTHS = {450, 1500, 450, 576};
    private static final int[] FIRST_FRAMES = {0, 200, 455, 700};
    private static final int SOUND_FRAMES = 700;

    private static TorchWhisper network;
    private static ModelConfig model;
    private static WhisperTokenizer tokenizer;
    private static Frames frames;
    private static Waveform sample;
    private static final List<AudioFeatures> windows = new ArrayList<>();

    @BeforeAll
    static void load_the_shipped_model() {
        sample = Recordings.decode(Recordings.SAMPLE);
        frames = new Frames(sample);
        try (Checkpoint checkpoint = ModelFolder.open(Checkpoints.TINY_EN)) {
            model = checkpoint.config();
            tokenizer = WhisperTokenizer.of(model);
            network = TorchWhisper.load(checkpoint, new TorchSettings("cpu"));
        }
        for (int i = 0; i < LENGTHS.length; i++) {
            windows.add(network.encode(frames.block(FIRST_FRAMES[i], SOUND_FRAMES), PEAK, LENGTHS[i]));
        }
    }

    @AfterAll
    static void close_it() {
        windows.forEach(AudioFeatures::close);
        network.close();
        sample.close();
    }

    @Test
    void window_has_as_many_positions_as_were_asked_for_and_no_more_than_the_network() {
        int width = model.dimensions().width();
        for (int i = 0; i < LENGTHS.length; i++) {
            assertThat(TorchWhisper.values(windows.get(i))).hasSize(LENGTHS[i] * width);
        }
        try (AudioFeatures whole = network.encode(frames.block(0, SOUND_FRAMES), PEAK);
                AudioFeatures longer = network.encode(frames.block(0, SOUND_FRAMES), PEAK, 1501)) {
            assertThat(TorchWhisper.values(longer)).isEqualTo(TorchWhisper.values(whole));
        }
    }

    @Test
    void cut_window_says_what_the_whole_one_says() {
        try (AudioFeatures whole = network.encode(frames.block(0, SOUND_FRAMES), PEAK)) {
            Hypothesis of = alone(whole, DecodingSearch.SINGLE);
            Hypothesis cut = alone(windows.get(0), DecodingSearch.SINGLE);
            assertThat(words(cut)).hasSizeGreaterThan(15).isEqualTo(words(of));
            double each = 1.0 / of.tokens().size();
            assertThat(each * cut.logProbability()).isCloseTo(each * of.logProbability(), within(0.1));
        }
    }

    @Test
    void windows_of_different_lengths_say_together_what_each_says_alone() {
        for (DecodingSearch search :
                List.of(DecodingSearch.SINGLE, DecodingSearch.beams(2, 1, OptionalDouble.empty()))) {
            List<Hypothesis> alone =
                    windows.stream().map(window -> alone(window, search)).toList();
            try (SlotLane lane = network.openLane(search.width(), LENGTHS.length)) {
                for (int i = 0; i < LENGTHS.length; i++) {
                    lane.enter(i, windows.get(i), task(search));
                }
                lane.run(LENGTHS.length, 6);
                // The longest window leaves its place to the last one, as when it has finished.
                lane.move(3, 1);
                finish(lane, 3);
                isClose(best(lane, 0), alone.get(0));
                isClose(best(lane, 1), alone.get(3));
                isClose(best(lane, 2), alone.get(2));
            }
        }
    }

    @Test
    void words_of_windows_of_different_lengths_are_heard_where_each_hears_them_alone() {
        List<KnownWindow> known = new ArrayList<>();
        for (AudioFeatures window : windows) {
            List<Integer> text = alone(window, DecodingSearch.SINGLE).tokens().stream()
                    .filter(token -> token < model.tokens().timestampBegin())
                    .toList();
            known.add(new KnownWindow(
                    window,
                    AlignmentTask.of(
                            List.of(model.tokens().startOfTranscript()),
                            model.tokens().noTimestamps(),
                            text,
                            model.tokens().endOfText(),
                            SOUND_FRAMES / 2)));
        }
        List<TokenAlignment> together = network.align(known);
        for (int i = 0; i < known.size(); i++) {
            TokenAlignment alone = network.align(List.of(known.get(i))).get(0);
            assertThat(together.get(i).columns()).isEqualTo(SOUND_FRAMES / 2);
            assertThat(together.get(i).weights()).containsExactly(alone.weights(), within(1e-3f));
            assertThat(together.get(i).probabilities()).containsExactly(alone.probabilities(), within(1e-3f));
        }
    }

    private static List<String> words(Hypothesis hypothesis) {
        return WordErrorRate.units(tokenizer.decodeText(hypothesis.tokens()), "en");
    }

    private static DecodingTask task(DecodingSearch search) {
        return new DecodingTasks(model, tokenizer).of(EnglishDecoding.options(1, 0, 1, search));
    }

    private static Hypothesis alone(AudioFeatures window, DecodingSearch search) {
        try (SlotLane lane = network.openLane(search.width(), 1)) {
            lane.enter(0, window, task(search));
            finish(lane, 1);
            return best(lane, 0);
        }
    }

    /** All slots to their end: one that has finished runs on without a change. */
    private static void finish(SlotLane lane, int count) {
        boolean isDone = false;
        while (!isDone) {
            isDone = true;
            for (SlotLane.SlotProgress progress : lane.run(count, 1)) {
                isDone &= progress.finished();
            }
        }
    }

    private static Hypothesis best(SlotLane lane, int slot) {
        SlotLane.SlotHypotheses all = lane.hypotheses(slot);
        return all.ended().isEmpty() ? all.rows().get(0) : all.ended().get(0);
    }

    private static void isClose(Hypothesis seen, Hypothesis expected) {
        assertThat(seen.tokens()).isEqualTo(expected.tokens());
        assertThat(seen.logProbability()).isCloseTo(expected.logProbability(), within(1e-2));
    }
}
