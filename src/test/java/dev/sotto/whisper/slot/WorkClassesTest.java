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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Interactive and bulk work side by side, on a network whose calls take time by the test's own clock. */
class WorkClassesTest {
    private static final FrameBlock NOTHING = new FrameBlock(new float[0], 0);
    private static final DecodingSearch FIVE = DecodingSearch.beams(5, 1, OptionalDouble.empty());
    private static final DecodingSearch THREE = DecodingSearch.samples(3, OptionalDouble.empty());
    private static final long MILLIS = 1_000_000;
    private static final int SLOTS = 4;
    private static final int LONG = 1000;

    private final ScriptedNetwork network = new ScriptedNetwork();
    private long nanos;
    private final SlotEngine engine =
            ShippedModel.TINY_EN.engine(network, SLOTS, new QueueLimits(8, 64), () -> {}, () -> nanos);
    private final WhisperEngine bulk = engine.openSession(WorkClass.BULK);

    WorkClassesTest() {
        network.computing = call -> nanos += MILLIS * millisOf(call);
    }

    /** About what base takes on two cores. */
    private long millisOf(String call) {
        if (call.startsWith("run")) {
            int windows = Integer.parseInt(call.split(" ")[1]);
            return network.stepsAsked * (6L + 2L * windows);
        }
        return call.equals("encode") ? 150 : call.startsWith("enter") ? 25 : 10;
    }

    private WhisperEngine interactive() {
        return engine.openSession(WorkClass.INTERACTIVE);
    }

    @Test
    void an_interactive_pass_goes_before_bulk_passes_that_came_first() {
        List<CompletableFuture<EncodedWindow>> before = encode(bulk, 3);
        WhisperEngine clip = interactive();
        CompletableFuture<EncodedWindow> encoded = clip.encode(NOTHING, 0);
        engine.turn();
        assertThat(encoded).isDone();
        assertThat(before).noneMatch(CompletableFuture::isDone);
    }

    @Test
    void callers_of_a_class_take_turns_within_it() {
        Map<String, WhisperEngine> callers = new LinkedHashMap<>();
        callers.put("a", interactive());
        callers.put("b", interactive());
        callers.put("c", bulk);
        callers.put("d", engine.openSession(WorkClass.BULK));
        List<String> order = new ArrayList<>();
        List<CompletableFuture<?>> all = new ArrayList<>();
        callers.forEach((name, caller) -> {
            for (int i = 0; i < 3; i++) {
                all.add(caller.encode(NOTHING, 0).thenRun(() -> order.add(name)));
            }
        });
        finish(all);
        assertThat(order).filteredOn(Set.of("a", "b")::contains).containsExactly("a", "b", "a", "b", "a", "b");
        assertThat(order).filteredOn(Set.of("c", "d")::contains).containsExactly("c", "d", "c", "d", "c", "d");
    }

    @Test
    void interactive_windows_are_decoded_without_the_bulk_windows_beside_them() {
        EncodedWindow window = window();
        assertThat(decode(bulk, window, LONG)).isNotDone();
        assertThat(decode(bulk, window, LONG)).isNotDone();
        runAlone();
        CompletableFuture<DecodingResult> clip = decode(interactive(), window, 12);
        network.calls.clear();
        engine.turn();
        engine.turn();
        assertThat(clip.join().tokens()).hasSize(12);
        assertThat(network.calls).containsExactly("move 0 to 2", "enter 0", "run 1", "run 1", "move 2 to 0");
    }

    @Test
    void the_bulk_window_that_has_come_least_far_gives_up_its_slot_and_begins_anew() {
        EncodedWindow window = window();
        List<CompletableFuture<DecodingResult>> first = new ArrayList<>();
        for (int i = 0; i < SLOTS - 1; i++) {
            first.add(decode(bulk, window, 30));
        }
        runAlone();
        CompletableFuture<DecodingResult> last = decode(bulk, window, 30);
        runAlone();
        assertThat(engine.load().bulk()).isEqualTo(new ClassLoad(SLOTS, 0));
        CompletableFuture<DecodingResult> clip = decode(interactive(), window, 8);
        engine.turn();
        assertThat(clip.join().tokens()).hasSize(8);
        assertThat(engine.load().bulk()).isEqualTo(new ClassLoad(SLOTS - 1, 1));
        finish(first);
        assertThat(last).isNotDone();
        finish(List.of(last));
        assertThat(last.join().tokens()).hasSize(30);
    }

    @Test
    void a_window_that_has_begun_anew_keeps_its_slot() {
        EncodedWindow window = window();
        List<CompletableFuture<DecodingResult>> all = new ArrayList<>();
        for (int i = 0; i < SLOTS; i++) {
            all.add(decode(bulk, window, LONG));
        }
        for (int clip = 0; clip < 2 * SLOTS; clip++) {
            runAlone();
            runAlone();
            assertThat(engine.load().bulk().slotsBusy()).isEqualTo(SLOTS);
            assertThat(decode(interactive(), window, 8)).isNotDone();
            engine.turn();
        }
        assertThat(engine.load().interactive()).isEqualTo(new ClassLoad(0, SLOTS));
        finish(all);
        assertThat(all).allSatisfy(answer -> assertThat(answer.join().tokens()).hasSize(LONG));
    }

    @Test
    void bulk_windows_leave_a_quarter_of_the_slots_free_while_interactive_ones_may_come() {
        EncodedWindow window = window();
        interactive();
        for (int i = 0; i < SLOTS; i++) {
            assertThat(decode(bulk, window, LONG)).isNotDone();
        }
        for (int turn = 0; turn < 2 * SLOTS; turn++) {
            engine.turn();
        }
        assertThat(engine.load().bulk()).isEqualTo(new ClassLoad(SLOTS - 1, 1));
        nanos += DeviceShare.NEAR_NANOS;
        engine.turn();
        assertThat(engine.load().bulk()).isEqualTo(new ClassLoad(SLOTS, 0));
    }

    @Test
    void steps_are_few_while_a_session_is_near_and_passes_wait_as_long_as_there_is_enough_to_decode() {
        EncodedWindow window = window();
        assertThat(decode(bulk, window, LONG)).isNotDone();
        assertThat(decode(bulk, window, LONG)).isNotDone();
        encode(bulk, 1);
        interactive();
        network.calls.clear();
        engine.turn();
        engine.turn();
        engine.turn();
        assertThat(network.calls).containsExactly("enter 0", "run 1", "enter 1", "run 2", "run 2");
        assertThat(network.stepsAsked).isEqualTo(1);
        nanos += DeviceShare.NEAR_NANOS;
        engine.turn();
        engine.turn();
        assertThat(network.calls).endsWith("run 2", "encode", "run 2", "run 2");
        assertThat(network.stepsAsked).isEqualTo(SlotEngine.STEPS_PER_TURN);
    }

    @Test
    void between_two_requests_of_a_session_nothing_of_bulk_is_begun() {
        encode(bulk, 1);
        WhisperEngine clip = interactive();
        CompletableFuture<Double> peak = clip.logMelPeak(NOTHING);
        engine.turn();
        assertThat(peak).isDone();
        network.calls.clear();
        nanos += DeviceShare.FOLLOW_UP_NANOS - 1;
        assertThat(engine.turn()).isTrue();
        assertThat(network.calls).isEmpty();
        nanos++;
        engine.turn();
        assertThat(network.calls).containsExactly("encode");
    }

    @Test
    void while_both_have_work_a_quarter_of_the_time_is_bulks() {
        EncodedWindow window = window();
        long[] used = new long[2]; // interactive work is passes alone here, bulk work windows alone
        network.computing = call -> {
            used[call.equals("encode") ? 0 : 1] += millisOf(call);
            nanos += MILLIS * millisOf(call);
        };
        Demand clips = new Demand(() -> interactive().encode(NOTHING, 0));
        Demand windows = new Demand(() -> decode(bulk, window, 100));
        for (int turn = 0; turn < 3000; turn++) {
            clips.renew();
            windows.renew();
            engine.turn();
        }
        assertThat((double) used[1] / (used[0] + used[1])).isBetween(0.245, 0.26);
    }

    @Test
    void bulk_windows_get_on_though_interactive_ones_could_fill_every_slot() {
        EncodedWindow window = window();
        Demand clips = new Demand(() -> decode(interactive(), window, 40));
        clips.renew();
        engine.turn();
        CompletableFuture<DecodingResult> recording = decode(bulk, window, 100);
        long since = nanos;
        while (!recording.isDone()) {
            clips.renew();
            engine.turn();
        }
        assertThat(nanos - since).isLessThan(20_000 * MILLIS); // alone 825 ms; a slot comes free every 450 ms or so
        assertThat(clips.done).isGreaterThan(10);
    }

    @Test
    void bulk_windows_get_encoded_though_interactive_passes_never_end() {
        Demand clips = new Demand(() -> interactive().encode(NOTHING, 0));
        Demand windows = new Demand(() -> bulk.encode(NOTHING, 0));
        for (int turn = 0; turn < 400; turn++) {
            clips.renew();
            windows.renew();
            engine.turn();
        }
        assertThat((double) windows.done / (windows.done + clips.done)).isBetween(0.24, 0.26);
    }

    @Test
    void words_of_interactive_windows_are_aligned_first_and_those_of_bulk_windows_are_not_forgotten() {
        EncodedWindow window = window();
        Demand clips = new Demand(() -> align(interactive(), window));
        Demand windows = new Demand(() -> align(bulk, window));
        for (int turn = 0; turn < 400; turn++) {
            clips.renew();
            windows.renew();
            engine.turn();
        }
        assertThat(network.calls).startsWith("encode", "align 4", "align 4", "align 4");
        assertThat(network.calls).containsSubsequence("align 2", "align 4", "align 4", "align 4", "align 2");
        assertThat(windows.done).isGreaterThan(100);
    }

    @Test
    void an_interactive_window_of_another_width_waits_for_those_in_the_lane_and_for_no_more() {
        EncodedWindow window = window();
        CompletableFuture<DecodingResult> before = decode(bulk, window, 24, THREE);
        runAlone();
        CompletableFuture<DecodingResult> after = decode(bulk, window, 8, THREE);
        CompletableFuture<DecodingResult> clip = decode(interactive(), window, 8, FIVE);
        finish(List.of(clip));
        assertThat(before).isDone();
        assertThat(after).isNotDone();
        finish(List.of(after));
    }

    @Test
    void a_bulk_window_that_stands_still_leaves_its_slot_when_it_is_cancelled() {
        EncodedWindow window = window();
        Cancellation cancellation = new Cancellation();
        CompletableFuture<DecodingResult> cancelled =
                bulk.decode(window, task(LONG, DecodingSearch.SINGLE), cancellation);
        runAlone();
        assertThat(decode(interactive(), window, LONG)).isNotDone();
        engine.turn();
        cancellation.request();
        network.calls.clear();
        engine.turn();
        assertThatThrownBy(cancelled::join).isInstanceOf(CancellationException.class);
        assertThat(network.calls).containsExactly("run 1");
        assertThat(engine.load().bulk().slotsBusy()).isZero();
    }

    @Test
    void an_interactive_window_that_cannot_be_started_harms_no_bulk_window() {
        EncodedWindow window = window();
        CompletableFuture<DecodingResult> recording = decode(bulk, window, 20);
        runAlone();
        network.computing = call -> {
            if (call.startsWith("enter")) {
                throw new IllegalStateException("no memory for a window");
            }
        };
        CompletableFuture<DecodingResult> clip = decode(interactive(), window, 20);
        finish(List.of(recording));
        assertThat(recording.join().tokens()).hasSize(20);
        assertThatThrownBy(clip::join).hasMessageContaining("no memory for a window");
    }

    @Test
    void closing_answers_both_classes() {
        EncodedWindow window = window();
        List<CompletableFuture<DecodingResult>> all = new ArrayList<>();
        for (int i = 0; i <= SLOTS; i++) {
            all.add(decode(bulk, window, LONG));
        }
        runAlone();
        all.add(decode(interactive(), window, LONG));
        engine.turn();
        all.add(decode(interactive(), window, LONG));
        engine.close();
        assertThat(all)
                .allSatisfy(answer -> assertThatThrownBy(answer::join).hasCauseInstanceOf(EngineException.class));
        assertThat(engine.load().models() + engine.load().slots()).isZero();
        assertThat(engine.load().slotsBusy() + engine.load().windowsWaiting()).isZero();
    }

    /** Always four requests that wait or run. */
    private static final class Demand {
        private static final int REQUESTS = 4;

        private final Supplier<CompletableFuture<?>> request;
        private final List<CompletableFuture<?>> open = new ArrayList<>();
        private int done;

        Demand(Supplier<CompletableFuture<?>> request) {
            this.request = request;
        }

        void renew() {
            done += open.size();
            open.removeIf(CompletableFuture::isDone);
            done -= open.size();
            while (open.size() < REQUESTS) {
                open.add(request.get());
            }
        }
    }

    /** A turn long after the last sign of an interactive session. */
    private void runAlone() {
        nanos += DeviceShare.NEAR_NANOS;
        engine.turn();
    }

    private void finish(List<? extends CompletableFuture<?>> answers) {
        for (int turn = 0; turn < 10_000 && done(answers) < answers.size(); turn++) {
            engine.turn();
            nanos += MILLIS; // else a moment in which nothing is done would never end
        }
        assertThat(answers).allMatch(CompletableFuture::isDone);
    }

    private static int done(List<? extends CompletableFuture<?>> answers) {
        return (int) answers.stream().filter(CompletableFuture::isDone).count();
    }

    private EncodedWindow window() {
        CompletableFuture<EncodedWindow> answer = bulk.encode(NOTHING, 0);
        engine.turn();
        return answer.join();
    }

    private static List<CompletableFuture<EncodedWindow>> encode(WhisperEngine caller, int windows) {
        List<CompletableFuture<EncodedWindow>> all = new ArrayList<>();
        for (int i = 0; i < windows; i++) {
            all.add(caller.encode(NOTHING, 0));
        }
        return all;
    }

    private static CompletableFuture<TokenAlignment> align(WhisperEngine caller, EncodedWindow window) {
        return caller.align(window, new AlignmentTask(new int[] {1, 2, 3, 4}, 1, 3), new Cancellation());
    }

    private static CompletableFuture<DecodingResult> decode(WhisperEngine caller, EncodedWindow window, int steps) {
        return decode(caller, window, steps, DecodingSearch.SINGLE);
    }

    private static CompletableFuture<DecodingResult> decode(
            WhisperEngine caller, EncodedWindow window, int steps, DecodingSearch search) {
        return caller.decode(window, task(steps, search), new Cancellation());
    }

    private static DecodingTask task(int steps, DecodingSearch search) {
        int[] none = {};
        return new DecodingTask(none, 0, none, none, 448, 0, SamplingOptions.DEFAULTS, 0, steps, search);
    }
}
