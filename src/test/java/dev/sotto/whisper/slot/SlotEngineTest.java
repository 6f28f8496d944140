package dev.sotto.whisper.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sotto.testing.ScriptedNetwork;
import dev.sotto.testing.ShippedModel;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.SamplingOptions;
import dev.sotto.transcript.WorkClass;
import dev.sotto.whisper.EncodedWindow;
import dev.sotto.whisper.EngineException;
import dev.sotto.whisper.WhisperEngine;
import dev.sotto.whisper.decode.DecodingResult;
import dev.sotto.whisper.decode.DecodingSearch;
import dev.sotto.whisper.decode.DecodingTask;
import dev.sotto.whisper.mel.FrameBlock;
import dev.sotto.whisper.word.AlignmentTask;
import dev.sotto.whisper.word.TokenAlignment;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** With callers of one class of work, whichever that is. */
@ParameterizedClass
@EnumSource(WorkClass.class)
class SlotEngineTest {
    private static final FrameBlock NOTHING = new FrameBlock(new float[0], 0);
    private static final int WAITING_MAX = 4;

    private static final DecodingSearch BEAMS = DecodingSearch.beams(5, 1, OptionalDouble.empty());
    private static final int SLOTS = 2;

    private final ScriptedNetwork network = new ScriptedNetwork();
    private final WorkClass workClass;
    private int wakeUps;
    private final SlotEngine engine =
            ShippedModel.TINY_EN.engine(network, SLOTS, new QueueLimits(3, WAITING_MAX), () -> wakeUps++);
    private final WhisperEngine caller;

    SlotEngineTest(WorkClass workClass) {
        this.workClass = workClass;
        this.caller = engine.openSession(workClass);
    }

    @Test
    void a_request_wakes_the_engine_and_is_answered_in_a_turn() {
        CompletableFuture<Double> peak = caller.logMelPeak(NOTHING);
        assertThat(wakeUps).isEqualTo(1);
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
    void it_tells_how_busy_it_is() {
        assertLoad(0, 0, 0);
        EncodedWindow window = window();
        assertThat(decode(window, 3)).isNotDone();
        assertThat(decode(window, 20)).isNotDone();
        CompletableFuture<DecodingResult> late = decode(window, 5);
        assertThat(engine.load().windowsWaiting()).isEqualTo(3);
        engine.turn();
        assertLoad(1, 1, 3);
        engine.turn();
        assertThat(late).isDone();
        engine.turn();
        assertLoad(0, 0, 28);
        engine.close();
        assertThat(engine.load().models() + engine.load().slots()).isZero();
        assertThat(engine.load().totals().tokens()).isEqualTo(28);
    }

    private void assertLoad(int busy, int waiting, long tokens) {
        EngineLoad load = engine.load();
        assertThat(load.of(workClass)).isEqualTo(new ClassLoad(busy, waiting));
        assertThat(load.slotsBusy() + load.windowsWaiting()).isEqualTo(busy + waiting);
        assertThat(load.slots()).isEqualTo(SLOTS);
        assertThat(load.totals().tokens()).isEqualTo(tokens);
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
        assertThat(caller.encode(NOTHING, 0)).isNotDone();
        assertThat(caller.encode(NOTHING, 0)).isNotDone();
        network.calls.clear();
        engine.turn();
        engine.turn();
        assertThat(network.calls).containsExactly("encode", "enter 0", "run 1", "encode", "run 1");
    }

    @Test
    void a_cancelled_window_leaves_its_slot_within_a_turn() {
        Cancellation cancellation = new Cancellation();
        CompletableFuture<DecodingResult> answer = caller.decode(window(), task(1000), cancellation);
        engine.turn();
        cancellation.request();
        assertThat(engine.turn()).isFalse();
        assertThatThrownBy(answer::join).isInstanceOf(CancellationException.class);
    }

    @Test
    void a_window_cancelled_while_it_waits_never_enters() {
        Cancellation cancellation = new Cancellation();
        CompletableFuture<DecodingResult> answer = caller.decode(window(), task(1000), cancellation);
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
                .hasRootCauseMessage(
                        "this transcription already has 4 windows waiting, which is its limit; wait for some of them");
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
        CompletableFuture<EncodedWindow> answer = caller.encode(NOTHING, 0);
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
        CompletableFuture<Double> peak = caller.logMelPeak(NOTHING);
        engine.close();
        assertThat(running).isCompletedExceptionally();
        assertThat(waiting).isCompletedExceptionally();
        assertThat(peak).isCompletedExceptionally();
        assertThat(network.liveFeatures).isZero();
        assertThat(network.calls).endsWith("close");
        assertThat(caller.logMelPeak(NOTHING)).isCompletedExceptionally();
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
        return caller.align(window, new AlignmentTask(new int[] {1, 2, 3, 4}, 1, 3), cancellation);
    }

    @Test
    void a_short_recording_gets_the_next_free_slot_however_much_a_long_one_has_waiting() {
        EncodedWindow window = window();
        List<CompletableFuture<DecodingResult>> lengthy = new ArrayList<>();
        for (int i = 0; i < WAITING_MAX; i++) {
            lengthy.add(decode(window, 8));
        }
        engine.turn(); // two of them have had their slots
        lengthy.add(decode(window, 8));
        lengthy.add(decode(window, 8));
        CompletableFuture<DecodingResult> brief = decodeFor(engine.openSession(workClass), window, task(8));
        assertThat(lengthy).filteredOn(CompletableFuture::isDone).hasSize(SLOTS);
        engine.turn();
        assertThat(brief).isDone();
        assertThat(lengthy).filteredOn(CompletableFuture::isDone).hasSize(SLOTS + 1);
    }

    @Test
    void the_encoder_takes_callers_in_turn_too() {
        for (int i = 0; i < WAITING_MAX; i++) {
            assertThat(caller.encode(NOTHING, 0)).isNotDone();
        }
        CompletableFuture<EncodedWindow> brief = engine.openSession(workClass).encode(NOTHING, 0);
        engine.turn();
        engine.turn();
        assertThat(brief).isDone();
    }

    @Test
    void a_full_line_is_no_concern_of_other_callers_but_their_number_is_bounded() {
        EncodedWindow window = window();
        for (int i = 0; i < WAITING_MAX; i++) {
            assertThat(decode(window, 8)).isNotDone();
        }
        assertThat(decode(window, 8)).isCompletedExceptionally();
        assertThat(decodeFor(engine.openSession(workClass), window, task(8))).isNotDone();
        assertThat(decodeFor(engine.openSession(workClass), window, task(8))).isNotDone();
        assertThatThrownBy(() -> decodeFor(engine.openSession(workClass), window, task(8))
                        .join())
                .hasRootCauseMessage("the engine already has windows of 3 transcriptions waiting, which is its limit;"
                        + " try again later");
    }

    @Test
    void beams_run_in_a_lane_of_their_own_beside_greedy_windows() {
        EncodedWindow window = window();
        CompletableFuture<DecodingResult> greedy = decode(window, 16);
        CompletableFuture<DecodingResult> searched = decodeFor(caller, window, task(16, BEAMS));
        network.calls.clear();
        engine.turn();
        assertThat(network.calls).containsExactly("enter 0", "enter 0 wide 5", "run 1", "run 1 wide 5");
        engine.turn();
        assertThat(greedy).isDone();
        assertThat(searched).isDone();
        assertThat(network.openLanes).isEqualTo(2);
    }

    @Test
    void what_nobody_waits_for_any_more_is_not_done_and_takes_no_place() {
        List<CompletableFuture<EncodedWindow>> dropped = new ArrayList<>();
        for (int other = 0; other < 3; other++) {
            dropped.add(engine.openSession(workClass).encode(NOTHING, 0));
        }
        dropped.forEach(answer -> answer.cancel(false));
        CompletableFuture<EncodedWindow> wanted = caller.encode(NOTHING, 0);
        assertThat(engine.turn()).isFalse();
        assertThat(wanted).isCompleted();
        assertThat(network.calls).containsExactly("encode");
    }

    @Test
    void window_that_nobody_waits_for_when_it_is_encoded_is_given_back() {
        CompletableFuture<EncodedWindow> answer = caller.encode(NOTHING, 0);
        network.encoding = () -> answer.cancel(false);
        engine.turn();
        assertThat(engine.turn()).isFalse();
        assertThat(network.liveFeatures).isZero();
    }

    @Test
    void a_listener_follows_its_window_every_few_steps() {
        List<Integer> lengths = new ArrayList<>();
        CompletableFuture<DecodingResult> answer =
                caller.decode(window(), task(20), new Cancellation(), tokens -> lengths.add(tokens.size()));
        engine.turn();
        engine.turn();
        engine.turn();
        assertThat(answer).isDone();
        assertThat(lengths).containsExactly(8, 16);
    }

    @Test
    void a_listener_that_fails_ends_its_own_window_only() {
        EncodedWindow window = window();
        CompletableFuture<DecodingResult> unlucky = caller.decode(window, task(1000), new Cancellation(), tokens -> {
            throw new IllegalStateException("no ear");
        });
        CompletableFuture<DecodingResult> other = decode(window, 20);
        engine.turn();
        engine.turn();
        engine.turn();
        assertThatThrownBy(unlucky::join).hasRootCauseMessage("no ear");
        assertThat(other.join().tokens()).hasSize(20);
        assertThat(engine.turn()).isFalse();
    }

    private EncodedWindow window() {
        CompletableFuture<EncodedWindow> answer = caller.encode(NOTHING, 0);
        engine.turn();
        return answer.join();
    }

    private CompletableFuture<DecodingResult> decode(EncodedWindow window, int steps) {
        return decodeFor(caller, window, task(steps));
    }

    private static CompletableFuture<DecodingResult> decodeFor(
            WhisperEngine caller, EncodedWindow window, DecodingTask task) {
        return caller.decode(window, task, new Cancellation());
    }

    private static DecodingTask task(int steps) {
        return task(steps, DecodingSearch.SINGLE);
    }

    private static DecodingTask task(int steps, DecodingSearch search) {
        int[] none = {};
        return new DecodingTask(none, 0, none, none, 448, 0, SamplingOptions.DEFAULTS, 0, steps, search);
    }
}
