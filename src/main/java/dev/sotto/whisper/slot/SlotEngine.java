package dev.sotto.whisper.slot;

import dev.sotto.model.ModelConfig;
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

/**
 * Runs one network in turns. Requests may come from any thread, through {@link #forCaller}; {@link #turn} and {@link
 * #close} belong to the engine's thread, whose owner is rung by the doorbell whenever a turn has something to do.
 *
 * <p>A turn does at most one pass of the encoder (and a few of the small ones that stand around it: peak, language) and one
 * alignment pass, fills free slots, and decodes a few steps in each lane, fewer while passes wait: on a processor four steps
 * of full lanes take about as long as the encoder, so the device is shared evenly between who comes and who is there, and
 * lanes are fuller, where a step costs each window less. Neither starves the other; while no window runs, turns are passes
 * alone. Passes and windows each wait in a line a caller, and callers take turns.
 */
public final class SlotEngine implements AutoCloseable {
    /** Steps between two looks at finished, waiting and cancelled windows. */
    static final int STEPS_PER_TURN = 8;

    private static final int STEPS_BESIDE_PASSES = 4;
    /** A small pass takes a tenth of the encoder's time at most. */
    private static final int PASSES_PER_TURN = 8;

    private final WhisperNetwork network;
    private final ModelConfig model;
    private final WhisperTokenizer tokenizer;
    private final QueueLimits limits;
    private final Runnable doorbell;

    private final FairQueue<Pass> passes;
    private final FairQueue<DecodeWork> waiting;
    private final AlignmentPass aligning;
    private final Queue<HeldWindow> givenBack = new ConcurrentLinkedQueue<>(); // at most one entry a held window
    private final Set<HeldWindow> held = new HashSet<>(); // engine's thread only
    private final SlotLanes lanes; // engine's thread only
    private volatile int slots;
    private volatile int slotsBusy;
    private volatile boolean closed;

    /**
     * Takes over the network, and closes it with itself. Engine's thread.
     *
     * @param doorbell called from any thread after a request; must return at once
     */
    public SlotEngine(EngineParts parts, SlotBudget budget, QueueLimits limits, Runnable doorbell) {
        this.network = parts.network();
        this.model = parts.model();
        this.tokenizer = parts.tokenizer();
        this.limits = limits;
        this.doorbell = doorbell;
        this.passes = new FairQueue<>(limits.callersMax(), limits.eachMax());
        this.waiting = new FairQueue<>(limits.callersMax(), limits.eachMax());
        this.aligning = new AlignmentPass(network, limits);
        this.lanes = new SlotLanes(network, tokenizer, budget);
        this.slots = lanes.slots();
    }

    /** What an engine is made of; all of one checkpoint. */
    public record EngineParts(WhisperNetwork network, ModelConfig model, WhisperTokenizer tokenizer) {}

    /** One use of the network that needs no slot. */
    private record Pass(PassKind kind, Runnable work, CompletableFuture<?> answer) implements Asked {}

    /** The engine as a new caller sees it: everything asked through it waits in lines of its own. Any thread. */
    public WhisperEngine forCaller() {
        return new CallerEngine(this);
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
        runPasses();
        aligning.run();
        lanes.fill(waiting);
        look(); // a turn is spent in the next line
        lanes.advance(passes.isEmpty() ? STEPS_PER_TURN : STEPS_BESIDE_PASSES);
        look();
        return aligning.isWaiting()
                || !passes.isEmpty()
                || !waiting.isEmpty()
                || lanes.isRunning()
                || !givenBack.isEmpty();
    }

    private void runPasses() {
        for (int i = 0; i < PASSES_PER_TURN; i++) {
            Pass pass = passes.poll(any -> true);
            if (pass == null) {
                return;
            }
            pass.work().run();
            if (pass.kind() == PassKind.ENCODER) {
                return;
            }
        }
    }

    private void look() {
        slots = lanes.slots();
        slotsBusy = lanes.slotsBusy();
    }

    /** As of the last turn. Any thread; waits for nothing. */
    public EngineLoad load() {
        return closed
                ? new EngineLoad(0, 0, 0, lanes.decoded().sum())
                : new EngineLoad(
                        slots, slotsBusy, waiting.size(), lanes.decoded().sum());
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
    <T> CompletableFuture<T> pass(Object caller, PassKind kind, Function<WhisperNetwork, T> work) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        submit(passes, caller, new Pass(kind, () -> complete(answer, kind.doing(), work), answer));
        return answer;
    }

    /** Any thread: has a window decoded. */
    void decode(Object caller, DecodeWork work) {
        submit(waiting, caller, work);
    }

    /** Any thread: has a window aligned with its text. */
    void align(Object caller, AlignmentPass.Work work) {
        submit(aligning.waiting(), caller, work);
    }

    private <T> void complete(CompletableFuture<T> answer, String doing, Function<WhisperNetwork, T> work) {
        T value;
        try {
            value = work.apply(network);
        } catch (RuntimeException | Error e) { // whatever it is, somebody waits for an answer
            answer.completeExceptionally(EngineException.deviceFailed(doing, e));
            return;
        }
        if (!answer.complete(value) && value instanceof HeldWindow window) {
            window.close(); // whoever asked stopped waiting meanwhile
        }
    }

    private <W extends Asked> void submit(FairQueue<W> queue, Object caller, W work) {
        if (closed) {
            work.answer().completeExceptionally(EngineException.closed());
            return;
        }
        try {
            queue.add(caller, work);
        } catch (EngineException full) {
            work.answer().completeExceptionally(full);
            return;
        }
        doorbell.run();
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
            doorbell.run();
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
