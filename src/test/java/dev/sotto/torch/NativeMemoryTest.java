package dev.sotto.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.sotto.model.Checkpoint;
import dev.sotto.model.checkpoint.ModelFolder;
import dev.sotto.testing.Checkpoints;
import dev.sotto.testing.RandomCheckpoint;
import dev.sotto.testing.VadThread;
import dev.sotto.transcript.SamplingOptions;
import dev.sotto.vad.SpeechNetwork;
import dev.sotto.whisper.AudioFeatures;
import dev.sotto.whisper.SlotLane;
import dev.sotto.whisper.WhisperNetwork.KnownWindow;
import dev.sotto.whisper.decode.DecodingSearch;
import dev.sotto.whisper.decode.DecodingTask;
import dev.sotto.whisper.mel.FrameBlock;
import dev.sotto.whisper.mel.Frames;
import dev.sotto.whisper.word.AlignmentTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("inference")
class NativeMemoryTest {
    private static final int FRAMES = 100;
    private static final FrameBlock BLOCK =
            new FrameBlock(new float[Frames.HOP_SAMPLES * (FRAMES - 1) + Frames.FFT_SAMPLES], FRAMES);

    @TempDir
    private Path folder;

    @Test
    @Tag("thousand-windows") // minutes: runs on the newer DJL line only
    void a_thousand_windows_leave_no_native_handle_behind() throws IOException {
        try (TorchWhisper network = nano()) {
            decode(network, DecodingSearch.SINGLE);
            long before = network.liveHandles();
            DecodingSearch beams = DecodingSearch.beams(3, 1, OptionalDouble.empty());
            for (int window = 0; window < 1000; window++) {
                decode(network, window % 2 == 0 ? DecodingSearch.SINGLE : beams);
            }
            assertThat(network.liveHandles()).isEqualTo(before);
        }
    }

    @Test
    void features_that_are_held_are_counted_until_they_are_closed() throws IOException {
        try (TorchWhisper network = nano()) {
            long before = network.liveHandles();
            AudioFeatures held = network.encode(BLOCK, 0);
            assertThat(network.liveHandles()).isGreaterThan(before);
            held.close();
            assertThat(network.liveHandles()).isEqualTo(before);
        }
    }

    @Test
    void a_call_that_fails_leaves_no_native_handle_behind() throws IOException {
        try (TorchWhisper network = nano();
                AudioFeatures features = network.encode(BLOCK, 0)) {
            long before = network.liveHandles();
            assertThat(catchThrowable(() -> network.forcedLogits(features, Integer.MAX_VALUE)))
                    .isInstanceOf(RuntimeException.class);
            assertThat(network.liveHandles()).isEqualTo(before);
        }
    }

    @Test
    void a_thousand_blocks_heard_leave_no_native_handle_behind() {
        float[] samples = new float[SpeechNetwork.CONTEXT_SAMPLES + 4 * SpeechNetwork.WINDOW_SAMPLES];
        try (TorchVad network = TorchVad.load(VadThread.WEIGHTS)) {
            float[] state = new float[SpeechNetwork.STATE_NUMBERS];
            long before = network.liveHandles();
            for (int block = 0; block < 1000; block++) {
                state = network.hear(samples, state).state();
            }
            assertThat(network.liveHandles()).isEqualTo(before);
        }
    }

    private static void decode(TorchWhisper network, DecodingSearch search) {
        network.logMelPeak(BLOCK);
        try (AudioFeatures features = network.encode(BLOCK, 0)) {
            int[] none = {};
            AlignmentTask known = new AlignmentTask(new int[] {50257, 50362, 1, 2, 50256}, 1, FRAMES / 2);
            network.align(List.of(new KnownWindow(features, known), new KnownWindow(features, known)));
            DecodingTask task = new DecodingTask(
                    new int[] {50257}, 0, none, none, 9, 50413, SamplingOptions.DEFAULTS, 0.5, 1, search);
            try (SlotLane lane = network.openLane(search.width(), 1)) {
                lane.enter(0, features, task);
                lane.run(1, 4);
                lane.hypotheses(0);
            }
        }
    }

    private TorchWhisper nano() throws IOException {
        RandomCheckpoint.writeNano(Checkpoints.TINY_EN, folder);
        try (Checkpoint checkpoint = ModelFolder.open(folder)) {
            return TorchWhisper.load(checkpoint, new TorchSettings("cpu"));
        }
    }
}
