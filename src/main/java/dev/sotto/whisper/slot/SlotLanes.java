package dev.sotto.whisper.slot;

import dev.sotto.transcript.WorkClass;
import dev.sotto.whisper.EngineException;
import dev.sotto.whisper.WhisperNetwork;
import dev.sotto.whisper.token.WhisperTokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All running windows of one network. Windows of one hypothesis run in a lane that is always there; the others in one
 * more lane, as wide as they need, which is opened when the first of them comes. A window that needs another width waits
 * until that lane has run empty, and then the lane is opened anew; meanwhile others enter it until as many have as it has
 * slots, so that callers of different widths take turns by whole batches. So greedy windows never pay for beams, and there
 * are never more than two lanes.
 *
 * <p>Interactive windows enter before bulk windows, and take the slot of one where none is free; that window begins anew
 * later, once at most. Bulk windows leave a quarter of the slots free while interactive ones may come. While bulk work is
 * owed time the next free slot is a bulk window's. Engine's thread only.
 */
final class SlotLanes {
    private final WhisperNetwork network;
    private final WhisperTokenizer tokenizer;
    private final SlotBudget budget;
    private final DeviceShare share;
    private final EngineTally tally;
    private final SlotBatch narrow;
    private @Nullable SlotBatch wide;
    private boolean narrowAwaited; // by an interactive window that found no room
    private boolean wideAwaited; // the same, or the wrong width

    SlotLanes(
            WhisperNetwork network,
            WhisperTokenizer tokenizer,
            SlotBudget budget,
            DeviceShare share,
            EngineTally tally) {
        this.network = network;
        this.tally = tally;
        this.share = share;
        this.tokenizer = tokenizer;
        this.budget = budget;
        this.narrow = open(1);
    }

    private SlotBatch open(int width) {
        return new SlotBatch(network.openLane(width, budget.slots(width)), tokenizer, tally, share);
    }

    int slots() {
        return lanes().stream().mapToInt(SlotBatch::slots).sum();
    }

    int slotsBusy(WorkClass workClass) {
        return lanes().stream().mapToInt(lane -> lane.slotsBusy(workClass)).sum();
    }

    boolean isRunning() {
        return lanes().stream().anyMatch(SlotBatch::isRunning);
    }

    /** Takes windows whose turn it is while there is room for them, and time. */
    void fill(WorkQueues<DecodeWork> waiting) {
        narrowAwaited = false;
        wideAwaited = false;
        if (share.isBulkOwed()) {
            take(WorkClass.BULK, waiting);
        }
        boolean more = true;
        while (more) {
            more = take(WorkClass.INTERACTIVE, waiting);
        }
        more = share.letsBulkGoOn();
        while (more) { // one at a time while somebody else may come: a window's entry takes as long as some steps
            more = take(WorkClass.BULK, waiting) && !share.isInteractiveNear();
        }
    }

    private boolean take(WorkClass workClass, WorkQueues<DecodeWork> waiting) {
        DecodeWork work = waiting.poll(workClass, new Admission(workClass));
        if (work == null) {
            return false;
        }
        long since = share.now();
        start(work, waiting);
        share.charge(workClass, since);
        tally.spent(EngineStage.DECODER, share.now() - since);
        return true;
    }

    /** One walk along the queue. */
    private final class Admission implements Predicate<DecodeWork> {
        private boolean emptying; // whether somebody earlier waits for the wide lane to run empty

        private final WorkClass workClass;

        Admission(WorkClass workClass) {
            this.workClass = workClass;
            this.emptying = workClass == WorkClass.BULK && wideAwaited;
        }

        @Override
        public boolean test(DecodeWork work) {
            if (!work.isWanted()) {
                return true; // it only needs its answer
            }
            if (work.width() == narrow.width()) {
                boolean hasRoom = narrow.hasRoomFor(workClass);
                narrowAwaited |= !hasRoom && workClass == WorkClass.INTERACTIVE;
                return hasRoom;
            }
            SlotBatch lane = wide;
            if (emptying || lane == null || !lane.isRunning()) {
                return !emptying;
            }
            if (lane.width() == work.width()) {
                boolean hasRoom = lane.hasRoomFor(workClass);
                wideAwaited |= !hasRoom && workClass == WorkClass.INTERACTIVE;
                return hasRoom;
            }
            emptying = lane.hasServedItsFill();
            wideAwaited |= workClass == WorkClass.INTERACTIVE;
            return false;
        }
    }

    private void start(DecodeWork work, WorkQueues<DecodeWork> waiting) {
        if (!work.isWanted()) {
            work.answer().completeExceptionally(new CancellationException());
            return;
        }
        if (work.window().isClosed()) {
            work.answer().completeExceptionally(HeldWindow.closedAlready());
            return;
        }
        try {
            SlotBatch lane = lane(work.width());
            lane.makeRoom().ifPresent(waiting::putBack);
            lane.enter(work);
        } catch (RuntimeException | Error e) { // whatever it is, somebody waits for an answer
            tally.failed();
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

    /**
     * Each lane in turn: neither waits for more than a few steps of the other. Bulk windows stand still while interactive work
     * is there and owes them nothing, unless it waits for their slots.
     */
    void advance(int steps) {
        for (SlotBatch lane : lanes()) {
            lane.advance(steps, share.letsBulkGoOn() || (lane == narrow ? narrowAwaited : wideAwaited));
        }
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
