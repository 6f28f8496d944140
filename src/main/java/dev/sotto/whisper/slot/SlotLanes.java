package dev.sotto.whisper.slot;

import dev.sotto.whisper.EngineException;
import dev.sotto.whisper.WhisperNetwork;
import dev.sotto.whisper.token.WhisperTokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All running windows of one network. Windows of one hypothesis run in a lane that is always there; the others in one
 * more lane, as wide as they need, which is opened when the first of them comes. A window that needs another width waits
 * until that lane has run empty, and then the lane is opened anew; meanwhile others enter it until as many have as it has
 * slots, so that callers of different widths take turns by whole batches. So greedy windows never pay for beams, and there
 * are never more than two lanes. Engine's thread only.
 */
final class SlotLanes {
    private final WhisperNetwork network;
    private final WhisperTokenizer tokenizer;
    private final SlotBudget budget;
    private final LongAdder decoded = new LongAdder();
    private final SlotBatch narrow;
    private @Nullable SlotBatch wide;

    SlotLanes(WhisperNetwork network, WhisperTokenizer tokenizer, SlotBudget budget) {
        this.network = network;
        this.tokenizer = tokenizer;
        this.budget = budget;
        this.narrow = open(1);
    }

    private SlotBatch open(int width) {
        return new SlotBatch(network.openLane(width, budget.slots(width)), tokenizer, decoded);
    }

    /** Of all lanes since the beginning, those that were closed too. */
    LongAdder decoded() {
        return decoded;
    }

    int slots() {
        return lanes().stream().mapToInt(SlotBatch::slots).sum();
    }

    int slotsBusy() {
        return lanes().stream().mapToInt(SlotBatch::slotsBusy).sum();
    }

    boolean isRunning() {
        return lanes().stream().anyMatch(SlotBatch::isRunning);
    }

    /** Takes windows whose turn it is while there is room for them. */
    void fill(FairQueue<DecodeWork> waiting) {
        DecodeWork work = waiting.poll(new Admission());
        while (work != null) {
            start(work);
            work = waiting.poll(new Admission());
        }
    }

    /** One look along the queue. */
    private final class Admission implements Predicate<DecodeWork> {
        private boolean emptying; // whether somebody earlier waits for the wide lane to run empty

        @Override
        public boolean test(DecodeWork work) {
            if (!work.isWanted()) {
                return true; // it only needs its answer
            }
            if (work.width() == narrow.width()) {
                return narrow.hasRoom();
            }
            SlotBatch lane = wide;
            if (emptying || lane == null || !lane.isRunning()) {
                return !emptying;
            }
            if (lane.width() == work.width()) {
                return lane.hasRoom();
            }
            emptying = lane.hasServedItsFill();
            return false;
        }
    }

    private void start(DecodeWork work) {
        if (!work.isWanted()) {
            work.answer().completeExceptionally(new CancellationException());
            return;
        }
        if (work.window().isClosed()) {
            work.answer().completeExceptionally(HeldWindow.closedAlready());
            return;
        }
        try {
            lane(work.width()).enter(work);
        } catch (RuntimeException | Error e) { // whatever it is, somebody waits for an answer
            work.answer().completeExceptionally(EngineException.deviceFailed("starting a window", e));
        }
    }

    private SlotBatch lane(int width) {
        if (width == narrow.width()) {
            return narrow;
        }
        SlotBatch lane = wide;
        if (lane == null || lane.width() != width) {
            wide = null;
            if (lane != null) {
                lane.close();
            }
            lane = open(width);
            wide = lane;
        }
        return lane;
    }

    /** Each lane in turn: neither waits for more than a few steps of the other. */
    void advance(int steps) {
        lanes().forEach(lane -> lane.advance(steps));
    }

    void abandon(EngineException reason) {
        lanes().forEach(lane -> lane.abandon(reason));
    }

    private List<SlotBatch> lanes() {
        List<SlotBatch> lanes = new ArrayList<>(2);
        lanes.add(narrow);
        if (wide != null) {
            lanes.add(wide);
        }
        return lanes;
    }
}
