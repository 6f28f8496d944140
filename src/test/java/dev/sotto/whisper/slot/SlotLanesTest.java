package dev.sotto.whisper.slot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.testing.ScriptedNetwork;
import dev.sotto.testing.ShippedModel;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.SamplingOptions;
import dev.sotto.transcript.WorkClass;
import dev.sotto.whisper.WindowListener;
import dev.sotto.whisper.decode.DecodingResult;
import dev.sotto.whisper.decode.DecodingSearch;
import dev.sotto.whisper.decode.DecodingTask;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Callers whose windows need lanes of different widths. */
class SlotLanesTest {
    private static final DecodingSearch FIVE = DecodingSearch.beams(5, 1, OptionalDouble.empty());
    private static final DecodingSearch THREE = DecodingSearch.samples(3, OptionalDouble.empty());
    private static final int SLOTS = 2;

    private final Map<String, EngineRequest.Session> sessions = new HashMap<>();

    private final ScriptedNetwork network = new ScriptedNetwork();
    private final SlotLanes lanes = new SlotLanes(
            network,
            ShippedModel.TINY_EN.tokenizer(),
            ShippedModel.TINY_EN.budget(SLOTS),
            new DeviceShare(() -> 0),
            new EngineTally());
    private final WorkQueues<DecodeWork> waiting = new WorkQueues<>(new QueueLimits(2, 8));

    @Test
    void another_width_waits_until_the_lane_is_empty_and_is_overtaken_by_what_fills_it_once_at_most() {
        CompletableFuture<DecodingResult> first = ask("five", FIVE, 16);
        turn();
        CompletableFuture<DecodingResult> other = ask("three", THREE, 8);
        CompletableFuture<DecodingResult> fills = ask("five", FIVE, 16);
        CompletableFuture<DecodingResult> late = ask("five", FIVE, 8);
        CompletableFuture<DecodingResult> greedy = ask("five", DecodingSearch.SINGLE, 8);
        turn();
        assertThat(first).isDone();
        assertThat(greedy).isDone(); // waits for nobody's beams
        turn();
        assertThat(fills).isDone();
        assertThat(other).isNotDone();
        assertThat(late).isNotDone();
        turn();
        assertThat(other).isDone();
        assertThat(late).isNotDone();
        assertThat(network.openLanes).isEqualTo(2);
        turn();
        assertThat(late).isDone();
    }

    @Test
    void callers_of_different_widths_take_turns_by_whole_batches() {
        List<CompletableFuture<DecodingResult>> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            all.add(ask("five", FIVE, 8));
            all.add(ask("three", THREE, 8));
        }
        while (!all.stream().allMatch(CompletableFuture::isDone)) {
            turn();
        }
        assertThat(network.calls.stream().filter(call -> call.startsWith("run")))
                .containsExactly("run 2 wide 5", "run 2 wide 3", "run 2 wide 5", "run 2 wide 3");
    }

    private CompletableFuture<DecodingResult> ask(String caller, DecodingSearch search, int steps) {
        int[] none = {};
        CompletableFuture<DecodingResult> answer = new CompletableFuture<>();
        waiting.add(new DecodeWork(
                sessions.computeIfAbsent(caller, name -> () -> WorkClass.BULK),
                new HeldWindow(() -> {}, closed -> {}),
                new DecodingTask(none, 0, none, none, 448, 0, SamplingOptions.DEFAULTS, 0, steps, search),
                new Cancellation(),
                WindowListener.NONE,
                answer,
                false));
        return answer;
    }

    private void turn() {
        lanes.fill(waiting);
        lanes.advance(8);
    }
}
