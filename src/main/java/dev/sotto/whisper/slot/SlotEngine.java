package dev.sotto.whisper.slot;

import dev.sotto.model.ModelConfig;
import dev.sotto.transcript.WorkClass;
import dev.sotto.whisper.AudioFeatures;
import dev.sotto.whisper.EngineException;
import dev.sotto.whisper.WhisperEngine;
import dev.sotto.whisper.WhisperNetwork;
import dev.sotto.whisper.token.WhisperTokenizer;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Runs one network in turns. Requests may come from any thread, through {@link #openSession}; {@link #turn} and {@link
 * #close} belong to the engine's thread, which is woken whenever a turn has something to do.
 *
 * <p>A turn does at most one pass of the encoder (and a few of the small ones that stand around it: peak, language) and one
 * alignment pass, fills free slots, and decodes a few steps in each lane, fewer while passes wait: on a processor four steps
 * of full lanes take about as long as the encoder, so the device is shared evenly between who comes and who is there, and
 * lanes are fuller, where a step costs each window less. Neither starves the other; while no window runs, turns are passes
 * alone. Passes and windows each wait in a queue a caller, and callers of one class take turns.
 *
 * <p>Interactive work goes before bulk work in all of this, as {@link DeviceShare} and {@link SlotLanes} say. While it is
 * there or may come, turns are short, and passes of bulk work wait as long as it has windows enough to decode.
 */
public final class SlotEngine implements AutoCloseable {
    /** Steps between two checks for finished, waiting and cancelled windows. */
    static final int STEPS_PER_TURN = 8;

    private static final int STEPS_BESIDE_PASSES = 4;

    /** A step of full lanes takes a tenth of the encoder's time or more: so long somebody may have to wait who comes. */
    private static final int STEPS_BESIDE_INTERACTIVE = 1;

    /** A small pass takes a tenth of the encoder's time at most. */
    private static final int PASSES_PER_TURN = 8;

    private final WhisperNetwork network;
    private final ModelConfig model;
    private final WhisperTokenizer tokenizer;
    private final QueueLimits limits;
    private final Runnable wakeUp;

    private final DeviceShare share;
    private final WorkQueues<Pass> passes;
    private final WorkQueues<DecodeWork> waiting;
    private final AlignmentPass aligning;
    private final Queue<HeldWindow> givenBack = new ConcurrentLinkedQueue<>(); // at most one entry a held window
    private final Set<HeldWindow> held = new HashSet<>(); // engine's thread only
    private final SlotLanes lanes; // engine's thread only
    private final EngineTally tally = new EngineTally();
    private volatile EngineLoad running = EngineLoad.NONE; // of it, slots
    private volatile boolean closed;

    /**
     * Takes over the network, and closes it with itself. Engine's thread.
     *
     * @param limits of each class of work
     * @param wakeUp called from any thread after a request; must return at once
     * @param nanoTime as {@link System#nanoTime}
     */
    public SlotEngine(
            EngineParts parts, SlotBudget budget, QueueLimits limits, Runnable wakeUp, LongSupplier nanoTime) {
        this.network = parts.network();
        this.model = parts.model();
        this.tokenizer = parts.tokenizer();
        this.limits = limits;
        this.wakeUp = wakeUp;
        this.share = new DeviceShare(nanoTime);
        this.passes = new WorkQueues<>(limits);
        this.waiting = new WorkQueues<>(limits);
        this.aligning = new AlignmentPass(network, limits, share, tally);
        this.lanes = new SlotLanes(network, tokenizer, budget, share, tally);
        publishLoad();
    }

    /** What an engine is made of; all of one checkpoint. */
    public record EngineParts(WhisperNetwork network, ModelConfig model, WhisperTokenizer tokenizer) {}

    /** One use of the network that needs no slot. */
    private record Pass(Session session, NetworkPass kind, Runnable work, CompletableFuture<?> answer)
            implements EngineRequest {}

    /** The engine as a new caller sees it: everything asked through it waits in queues of its own. Any thread. */
    public WhisperEngine openSession(WorkClass workClass) {
        share.seen(workClass);
        return new EngineSession(this, workClass);
    }

    /** The device as a new user of another network sees it. Any thread. */
    public DeviceTurns openTurns() {
        return new DeviceTurns(this);
    }

    ModelConfig model() {
        return model;
    }

    WhisperTokenizer tokenizer() {
        return tokenizer;
    }

    QueueLimits limits() {
        return limits;
    }

    /** Engine's thread: does a bounded piece of work. Returns whether more is waiting. */
    public boolean turn() {
        if (closed) {
            refuseWaiting();
            return false;
        }
        releaseGivenBack();
        observe();
        compute();
        return hasWork(WorkClass.INTERACTIVE) || hasWork(WorkClass.BULK) || !givenBack.isEmpty();
    }

    private void compute() {
        if (!share.isBulkOwed()) {
            runPasses(WorkClass.INTERACTIVE);
            aligning.run(WorkClass.INTERACTIVE);
            observe();
        }
        if (share.expectsFollowUp()) {
            publishLoad();
            return;
        }
        if (share.letsBulkBegin(hasBulkWindowsEnough())) {
            runPasses(WorkClass.BULK);
        }
        if (share.letsBulkBegin(!share.isBulkOwed() && bulkWindows() > 0)) {
            aligning.run(WorkClass.BULK);
        }
        observe();
        lanes.fill(waiting);
        publishLoad(); // a turn is spent in the next line
        lanes.advance(steps());
        publishLoad();
    }

    private void runPasses(WorkClass workClass) {
        for (int i = 0; i < PASSES_PER_TURN; i++) {
            Pass pass = passes.poll(workClass, any -> true);
            if (pass == null) {
                return;
            }
            long since = share.now();
            pass.work().run();
            share.charge(workClass, since);
            tally.spent(pass.kind().stage(), share.now() - since);
            share.answered(workClass);
            if (pass.kind().isLong()) {
                return;
            }
        }
    }

    private int steps() {
        if (share.isInteractiveNear() && share.letsBulkGoOn() && lanes.slotsBusy(WorkClass.BULK) > 0) {
            return STEPS_BESIDE_INTERACTIVE;
        }
        boolean beside = !passes.isEmpty(WorkClass.INTERACTIVE)
                || (!share.isInteractiveNear() && !passes.isEmpty(WorkClass.BULK));
        return beside ? STEPS_BESIDE_PASSES : STEPS_PER_TURN;
    }

    private void observe() {
        share.observe(hasWork(WorkClass.INTERACTIVE), hasWork(WorkClass.BULK));
    }

    private boolean hasWork(WorkClass workClass) {
        return !passes.isEmpty(workClass)
                || !waiting.isEmpty(workClass)
                || !aligning.waiting().isEmpty(workClass)
                || lanes.slotsBusy(workClass) > 0;
    }

    private int bulkWindows() {
        return lanes.slotsBusy(WorkClass.BULK) + waiting.size(WorkClass.BULK);
    }

    /** Whether bulk work can use a good part of the slots before it needs the encoder again. */
    private boolean hasBulkWindowsEnough() {
        return bulkWindows() >= Math.max(1, lanes.slots() / 2);
    }

    private void publishLoad() {
        running = new EngineLoad(
                1,
                lanes.slots(),
                new ClassLoad(lanes.slotsBusy(WorkClass.INTERACTIVE), 0),
                new ClassLoad(lanes.slotsBusy(WorkClass.BULK), 0),
                EngineTotals.NONE);
    }

    /** As of the last turn. Any thread; waits for nothing. */
    public EngineLoad load() {
        EngineLoad now = closed ? EngineLoad.NONE : running;
        return new EngineLoad(
                closed ? 0 : 1, // also before its first turn
                now.slots(),
                now.interactive().plus(new ClassLoad(0, waiting.size(WorkClass.INTERACTIVE))),
                now.bulk().plus(new ClassLoad(0, waiting.size(WorkClass.BULK))),
                tally.totals());
    }

    /** Any thread. */
    public boolean isClosed() {
        return closed;
    }

    /** Engine's thread: refuses what waits, forgets what runs, frees all native memory. */
    @Override
    public void close() {
        closed = true;
        refuseWaiting();
        lanes.abandon(EngineException.closed());
        try {
            held.forEach(window -> window.features().close());
            held.clear();
        } finally {
            network.close();
        }
    }

    /** Any thread: has the network do something between two turns. */
    <T> CompletableFuture<T> pass(EngineRequest.Session session, NetworkPass kind, Function<WhisperNetwork, T> work) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        submit(passes, new Pass(session, kind, () -> complete(answer, kind.doing(), work), answer));
        return answer;
    }

    /** Any thread: has a window decoded. */
    void decode(DecodeWork work) {
        submit(waiting, work);
    }

    /** Any thread: has a window aligned with its text. */
    void align(AlignmentPass.Work work) {
        submit(aligning.waiting(), work);
    }

    private <T> void complete(CompletableFuture<T> answer, String doing, Function<WhisperNetwork, T> work) {
        T value;
        try {
            value = work.apply(network);
        } catch (RuntimeException | Error e) { // whatever it is, somebody waits for an answer
            tally.failed();
            answer.completeExceptionally(EngineException.deviceFailed(doing, e));
            return;
        }
        if (!answer.complete(value) && value instanceof HeldWindow window) {
            window.close(); // whoever asked stopped waiting meanwhile
        }
    }

    private <W extends EngineRequest> void submit(WorkQueues<W> queues, W work) {
        if (closed) {
            work.answer().completeExceptionally(EngineException.closed());
            return;
        }
        try {
            share.seen(work.session().workClass());
            queues.add(work);
        } catch (EngineException full) {
            work.answer().completeExceptionally(full);
            return;
        }
        wakeUp.run();
        if (closed) { // closed between the check and the offer: nobody else will answer
            refuseWaiting();
        }
    }

    private void refuseWaiting() {
        passes.drain().forEach(pass -> pass.answer().completeExceptionally(EngineException.closed()));
        waiting.drain().forEach(work -> work.answer().completeExceptionally(EngineException.closed()));
        aligning.refuse(EngineException.closed());
    }

    /** Engine's thread: keeps features until their window is closed. */
    HeldWindow hold(AudioFeatures features) {
        HeldWindow window = new HeldWindow(features, this::giveBack);
        held.add(window);
        return window;
    }

    private void giveBack(HeldWindow window) {
        if (!closed) {
            givenBack.add(window);
            wakeUp.run();
        }
    }

    private void releaseGivenBack() {
        for (HeldWindow window = givenBack.poll(); window != null; window = givenBack.poll()) {
            if (held.remove(window)) {
                window.features().close();
            }
        }
    }
}
