package dev.sotto.whisper.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sotto.model.Checkpoint;
import dev.sotto.model.ModelConfig;
import dev.sotto.model.checkpoint.ModelFolder;
import dev.sotto.testing.Checkpoints;
import dev.sotto.testing.ScriptedNetwork;
import dev.sotto.transcript.Cancellation;
import dev.sotto.whisper.EncodedWindow;
import dev.sotto.whisper.EngineException;
import dev.sotto.whisper.decode.DecodingResult;
import dev.sotto.whisper.decode.DecodingTask;
import dev.sotto.whisper.mel.FrameBlock;
import dev.sotto.whisper.token.WhisperTokenizer;
import dev.sotto.whisper.word.AlignmentTask;
import dev.sotto.whisper.word.TokenAlignment;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SlotEngineTest {
    private static final FrameBlock NOTHING = new FrameBlock(new float[0], 0);
    private static final int WAITING_MAX = 4;

    private static ModelConfig model;
    private static WhisperTokenizer tokenizer;

    private final ScriptedNetwork network = new ScriptedNetwork(2);
    private int rings;
    private final SlotEngine engine = new SlotEngine(network, model, tokenizer, WAITING_MAX, () -> rings++);

    @BeforeAll
    static void read_the_shipped_vocabulary() {
        try (Checkpoint checkpoint = ModelFolder.open(Checkpoints.TINY_EN)) {
            model = checkpoint.config();
            tokenizer = WhisperTokenizer.of(model);
        }
    }

    @Test
    void a_request_rings_and_is_answered_in_a_turn() {
        CompletableFuture<Double> peak = engine.logMelPeak(NOTHING);
        assertThat(rings).isEqualTo(1);
        assertThat(peak).isNotDone();
        assertThat(engine.turn()).isFalse();
        assertThat(peak).isCompletedWithValue(0.0);
    }

    @Test
    void a_window_is_decoded_over_as_many_turns_as_it_needs() {
        CompletableFuture<DecodingResult> answer = decode(window(), 2 * SlotEngine.STEPS_PER_TURN + 1);
        assertThat(engine.turn()).isTrue();
        assertThat(engine.turn()).isTrue();
        assertThat(answer).isNotDone();
        assertThat(engine.turn()).isFalse();
        assertThat(answer.join().tokens()).hasSize(2 * SlotEngine.STEPS_PER_TURN + 1);
        assertThat(answer.join().noSpeechProbability()).isEqualTo(0.125);
    }

    @Test
    void a_waiting_window_enters_when_a_slot_is_free_and_the_last_slot_fills_the_gap() {
        EncodedWindow window = window();
        CompletableFuture<DecodingResult> brief = decode(window, 3);
        CompletableFuture<DecodingResult> lengthy = decode(window, 20);
        CompletableFuture<DecodingResult> late = decode(window, 5);
        network.calls.clear();
        engine.turn();
        assertThat(brief).isDone();
        assertThat(network.calls).containsExactly("enter 0", "enter 1", "run 2", "move 1 to 0");
        network.calls.clear();
        engine.turn();
        assertThat(network.calls).containsExactly("enter 1", "run 2");
        assertThat(late.join().tokens()).hasSize(5);
        engine.turn();
        assertThat(lengthy.join().tokens()).hasSize(20);
    }

    @Test
    void the_encoder_runs_once_a_turn_so_that_decoding_goes_on() {
        EncodedWindow window = window();
        assertThat(decode(window, 100)).isNotDone();
        assertThat(engine.encode(NOTHING, 0)).isNotDone();
        assertThat(engine.encode(NOTHING, 0)).isNotDone();
        network.calls.clear();
        engine.turn();
        engine.turn();
        assertThat(network.calls).containsExactly("encode", "enter 0", "run 1", "encode", "run 1");
    }

    @Test
    void a_cancelled_window_leaves_its_slot_within_a_turn() {
        Cancellation cancellation = new Cancellation();
        CompletableFuture<DecodingResult> answer = engine.decode(window(), task(1000), cancellation);
        engine.turn();
        cancellation.request();
        assertThat(engine.turn()).isFalse();
        assertThatThrownBy(answer::join).isInstanceOf(CancellationException.class);
    }

    @Test
    void a_window_cancelled_while_it_waits_never_enters() {
        Cancellation cancellation = new Cancellation();
        CompletableFuture<DecodingResult> answer = engine.decode(window(), task(1000), cancellation);
        cancellation.request();
        engine.turn();
        assertThatThrownBy(answer::join).isInstanceOf(CancellationException.class);
        assertThat(network.calls).doesNotContain("enter 0");
    }

    @Test
    void features_live_until_their_window_is_closed_and_no_longer() {
        EncodedWindow window = window();
        assertThat(network.liveFeatures).isEqualTo(1);
        window.close();
        window.close();
        engine.turn();
        assertThat(network.liveFeatures).isZero();
        CompletableFuture<DecodingResult> answer = decode(window, 3);
        engine.turn();
        assertThatThrownBy(answer::join).hasRootCauseMessage("the window is closed");
    }

    @Test
    void a_full_queue_refuses_instead_of_waiting() {
        EncodedWindow window = window();
        for (int i = 0; i < WAITING_MAX; i++) {
            assertThat(decode(window, 1)).isNotDone();
        }
        assertThatThrownBy(() -> decode(window, 1).join())
                .hasRootCauseMessage("the engine already has 4 windows waiting, which is its limit; try again later");
    }

    @Test
    void a_device_that_fails_fails_the_running_windows_and_nothing_after_them() {
        EncodedWindow window = window();
        CompletableFuture<DecodingResult> unlucky = decode(window, 10);
        network.failsToRun = true;
        engine.turn();
        assertThatThrownBy(unlucky::join)
                .hasCauseInstanceOf(EngineException.class)
                .hasMessageContaining("the device failed while decoding: device lost");
        network.failsToRun = false;
        CompletableFuture<DecodingResult> next = decode(window, 3);
        engine.turn();
        assertThat(next.join().tokens()).hasSize(3);
    }

    @Test
    void an_encoder_that_fails_fails_its_window_only() {
        network.failsToEncode = true;
        CompletableFuture<EncodedWindow> answer = engine.encode(NOTHING, 0);
        engine.turn();
        assertThatThrownBy(answer::join)
                .isInstanceOf(CompletionException.class)
                .hasMessageContaining("encoding a window: no memory for features");
        network.failsToEncode = false;
        assertThat(window()).isNotNull();
    }

    @Test
    void closing_answers_everything_that_waits_or_runs_and_frees_what_is_held() {
        EncodedWindow window = window();
        CompletableFuture<DecodingResult> running = decode(window, 100);
        engine.turn();
        CompletableFuture<DecodingResult> waiting = decode(window, 100);
        CompletableFuture<Double> peak = engine.logMelPeak(NOTHING);
        engine.close();
        assertThat(running).isCompletedExceptionally();
        assertThat(waiting).isCompletedExceptionally();
        assertThat(peak).isCompletedExceptionally();
        assertThat(network.liveFeatures).isZero();
        assertThat(network.calls).endsWith("close");
        assertThat(engine.logMelPeak(NOTHING)).isCompletedExceptionally();
        window.close(); // late, and harmless
    }

    @Test
    void windows_that_wait_to_be_aligned_share_a_pass_and_take_no_slot() {
        EncodedWindow window = window();
        network.calls.clear();
        CompletableFuture<TokenAlignment> first = align(window, new Cancellation());
        CompletableFuture<TokenAlignment> second = align(window, new Cancellation());
        assertThat(engine.turn()).isFalse();
        assertThat(network.calls).containsExactly("align 2");
        assertThat(first.join().columns()).isEqualTo(3);
        assertThat(second.join().probabilities()).hasSize(1);
    }

    @Test
    void a_window_that_is_cancelled_or_closed_is_not_aligned() {
        EncodedWindow open = window();
        EncodedWindow window = window();
        Cancellation cancellation = new Cancellation();
        CompletableFuture<TokenAlignment> cancelled = align(open, cancellation);
        cancellation.request();
        CompletableFuture<TokenAlignment> closed = align(window, new Cancellation());
        window.close();
        engine.turn();
        assertThatThrownBy(cancelled::join).isInstanceOf(CancellationException.class);
        assertThatThrownBy(closed::join).hasRootCauseMessage("the window is closed");
        assertThat(network.calls).noneMatch(call -> call.startsWith("align"));
    }

    @Test
    void an_alignment_that_fails_fails_its_windows_only() {
        network.failsToAlign = true;
        EncodedWindow window = window();
        CompletableFuture<TokenAlignment> unlucky = align(window, new Cancellation());
        engine.turn();
        assertThatThrownBy(unlucky::join).hasMessageContaining("aligning words: no memory to align");
        network.failsToAlign = false;
        CompletableFuture<TokenAlignment> next = align(window, new Cancellation());
        engine.turn();
        assertThat(next.join().columns()).isEqualTo(3);
        CompletableFuture<TokenAlignment> waiting = align(window, new Cancellation());
        engine.close();
        assertThat(waiting).isCompletedExceptionally();
    }

    private CompletableFuture<TokenAlignment> align(EncodedWindow window, Cancellation cancellation) {
        return engine.align(window, new AlignmentTask(new int[] {1, 2, 3, 4}, 1, 3), cancellation);
    }

    private EncodedWindow window() {
        CompletableFuture<EncodedWindow> answer = engine.encode(NOTHING, 0);
        engine.turn();
        return answer.join();
    }

    private CompletableFuture<DecodingResult> decode(EncodedWindow window, int steps) {
        return engine.decode(window, task(steps), new Cancellation());
    }

    private static DecodingTask task(int steps) {
        int[] none = {};
        return new DecodingTask(none, 0, none, none, 448, 0, true, 0, steps);
    }
}
