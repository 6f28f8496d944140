package dev.sotto.whisper.slot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.testing.ScriptedNetwork;
import dev.sotto.testing.ShippedModel;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.SamplingOptions;
import dev.sotto.transcript.WorkClass;
import dev.sotto.whisper.EncodedWindow;
import dev.sotto.whisper.WhisperEngine;
import dev.sotto.whisper.decode.DecodingResult;
import dev.sotto.whisper.decode.DecodingSearch;
import dev.sotto.whisper.decode.DecodingTask;
import dev.sotto.whisper.mel.FrameBlock;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class EngineTotalsTest {
    private final ScriptedNetwork network = new ScriptedNetwork();
    private final SlotEngine engine = ShippedModel.TINY_EN.engine(network, 2, new QueueLimits(3, 4), () -> {});
    private final WhisperEngine caller = engine.openSession(WorkClass.BULK);

    @Test
    void an_engine_counts_finished_windows_and_the_time_of_each_stage() {
        CompletableFuture<EncodedWindow> window = caller.encode(new FrameBlock(new float[0], 0), 0);
        engine.turn();
        CompletableFuture<DecodingResult> cold = decode(window.join(), 0);
        CompletableFuture<DecodingResult> warm = decode(window.join(), 0.4);
        engine.turn();
        assertThat(cold).isDone();
        assertThat(warm).isDone();
        EngineTotals totals = engine.load().totals();
        assertThat(totals.windows()).isEqualTo(1);
        assertThat(totals.windowsAbove()).isEqualTo(1);
        assertThat(totals.tokens()).isEqualTo(6);
        assertThat(totals.faults()).isZero();
        assertThat(totals.nanosOf(EngineStage.ENCODER)).isPositive();
        assertThat(totals.nanosOf(EngineStage.DECODER)).isPositive();
        assertThat(totals.nanosOf(EngineStage.SPEAKERS)).isZero();
    }

    @Test
    void a_device_that_fails_is_counted_once_however_many_windows_fall_with_it() {
        CompletableFuture<EncodedWindow> window = caller.encode(new FrameBlock(new float[0], 0), 0);
        engine.turn();
        decodeAndForget(window.join());
        decodeAndForget(window.join());
        network.failsToRun = true;
        engine.turn();
        assertThat(engine.load().totals().faults()).isEqualTo(1);
    }

    @Test
    void totals_of_two_engines_are_added_stage_by_stage() {
        EngineTotals one = new EngineTotals(1, 2, 3, 4, Map.of(EngineStage.ENCODER, 5L));
        EngineTotals other = new EngineTotals(10, 20, 30, 40, Map.of(EngineStage.ENCODER, 50L, EngineStage.WORDS, 6L));
        assertThat(one.plus(other))
                .isEqualTo(new EngineTotals(11, 22, 33, 44, Map.of(EngineStage.ENCODER, 55L, EngineStage.WORDS, 6L)));
    }

    private void decodeAndForget(EncodedWindow window) {
        var unused = decode(window, 0);
    }

    private CompletableFuture<DecodingResult> decode(EncodedWindow window, double temperature) {
        int[] none = {};
        DecodingTask task = new DecodingTask(
                none, 0, none, none, 448, 0, SamplingOptions.DEFAULTS, temperature, 3, DecodingSearch.SINGLE);
        return caller.decode(window, task, new Cancellation());
    }
}
