package dev.sotto.whisper.slot;

import dev.sotto.model.ModelConfig;
import dev.sotto.transcript.Cancellation;
import dev.sotto.whisper.AudioFeatures;
import dev.sotto.whisper.EncodedWindow;
import dev.sotto.whisper.EngineException;
import dev.sotto.whisper.LanguageDetection;
import dev.sotto.whisper.WhisperEngine;
import dev.sotto.whisper.WhisperNetwork;
import dev.sotto.whisper.decode.DecodingResult;
import dev.sotto.whisper.decode.DecodingTask;
import dev.sotto.whisper.mel.FrameBlock;
import dev.sotto.whisper.token.WhisperTokenizer;
import dev.sotto.whisper.word.AlignmentTask;
import dev.sotto.whisper.word.TokenAlignment;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/**
 * Runs one network in turns. Requests may come from any thread; {@link #turn} and {@link #close} belong to the engine's
 * thread, whose owner is rung by the doorbell whenever a turn has something to do.
 *
 * <p>A turn does at most one encoder pass and one alignment pass, fills free slots in order of arrival, and decodes a few
 * steps: waiting windows cost the running ones one pass of each kind at most, and the running ones cost it a few steps at most, so neither
 * starves the other.
 */
public final class SlotEngine implements WhisperEngine, AutoCloseable {
    /** Steps between two looks at finished, waiting and cancelled windows. */
    static final int STEPS_PER_TURN = 8;

    private final WhisperNetwork network;
    private final ModelConfig model;
    private final WhisperTokenizer tokenizer;
    private final Runnable doorbell;

    private final int waitingMax;
    private final Queue<Pass> passes;
    private final Queue<SlotWork> waiting;
    private final AlignmentPass aligning;
    private final Queue<HeldWindow> givenBack = new ConcurrentLinkedQueue<>(); // at most one entry a held window
    private final Set<HeldWindow> held = new HashSet<>(); // engine's thread only
    private final SlotBatch batch; // engine's thread only
    private volatile boolean closed;

    /**
     * Takes over the network, and closes it with itself.
     *
     * @param waitingMax most requests of a kind that may wait; more are refused
     * @param doorbell called from any thread after a request; must return at once
     */
    public SlotEngine(
            WhisperNetwork network, ModelConfig model, WhisperTokenizer tokenizer, int waitingMax, Runnable doorbell) {
        this.network = network;
        this.model = model;
        this.tokenizer = tokenizer;
        this.doorbell = doorbell;
        this.waitingMax = waitingMax;
        this.passes = new ArrayBlockingQueue<>(waitingMax);
        this.waiting = new ArrayBlockingQueue<>(waitingMax);
        this.aligning = new AlignmentPass(network, waitingMax);
        this.batch = new SlotBatch(network, model, tokenizer);
    }

    /** One use of the network that needs no slot. */
    private record Pass(Runnable work, CompletableFuture<?> answer) {}

    @Override
    public ModelConfig model() {
        return model;
    }

    @Override
    public WhisperTokenizer tokenizer() {
        return tokenizer;
    }

    @Override
    public CompletableFuture<Double> logMelPeak(FrameBlock block) {
        return pass("measuring the log-mel peak", () -> network.logMelPeak(block));
    }

    @Override
    public CompletableFuture<EncodedWindow> encode(FrameBlock block, double peak) {
        return pass("encoding a window", () -> hold(network.encode(block, peak)));
    }

    @Override
    public CompletableFuture<LanguageDetection> detectLanguage(EncodedWindow window) {
        CompletableFuture<LanguageDetection> answer = new CompletableFuture<>();
        submit(waiting, new SlotWork.Detect((HeldWindow) window, answer), answer);
        return answer;
    }

    @Override
    public CompletableFuture<DecodingResult> decode(
            EncodedWindow window, DecodingTask task, Cancellation cancellation) {
        CompletableFuture<DecodingResult> answer = new CompletableFuture<>();
        submit(waiting, new SlotWork.Decode((HeldWindow) window, task, cancellation, answer), answer);
        return answer;
    }

    @Override
    public CompletableFuture<TokenAlignment> align(
            EncodedWindow window, AlignmentTask task, Cancellation cancellation) {
        CompletableFuture<TokenAlignment> answer = new CompletableFuture<>();
        var work = new AlignmentPass.Work((HeldWindow) window, task, cancellation, answer);
        submit(aligning.waiting(), work, answer);
        return answer;
    }

    /** Engine's thread: does a bounded piece of work. Returns whether more is waiting. */
    public boolean turn() {
        if (closed) {
            refuseWaiting();
            return false;
        }
        releaseGivenBack();
        Pass pass = passes.poll();
        if (pass != null) {
            pass.work().run();
        }
        aligning.run();
        batch.fill(waiting);
        batch.advance(STEPS_PER_TURN);
        return aligning.isWaiting()
                || !passes.isEmpty()
                || !waiting.isEmpty()
                || batch.isRunning()
                || !givenBack.isEmpty();
    }

    /** Engine's thread: refuses what waits, forgets what runs, frees all native memory. */
    @Override
    public void close() {
        closed = true;
        refuseWaiting();
        batch.abandon(EngineException.closed());
        try {
            held.forEach(window -> window.features().close());
            held.clear();
        } finally {
            network.close();
        }
    }

    private <T> CompletableFuture<T> pass(String doing, Supplier<T> work) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        submit(passes, new Pass(() -> complete(answer, doing, work), answer), answer);
        return answer;
    }

    private static <T> void complete(CompletableFuture<T> answer, String doing, Supplier<T> work) {
        T value;
        try {
            value = work.get();
        } catch (RuntimeException | Error e) { // whatever it is, somebody waits for an answer
            answer.completeExceptionally(EngineException.deviceFailed(doing, e));
            return;
        }
        answer.complete(value);
    }

    private <W> void submit(Queue<W> queue, W work, CompletableFuture<?> answer) {
        if (closed) {
            answer.completeExceptionally(EngineException.closed());
        } else if (!queue.offer(work)) {
            answer.completeExceptionally(EngineException.queueFull(waitingMax));
        } else {
            doorbell.run();
            if (closed) { // closed between the check and the offer: nobody else will answer
                refuseWaiting();
            }
        }
    }

    private void refuseWaiting() {
        for (Pass pass = passes.poll(); pass != null; pass = passes.poll()) {
            pass.answer().completeExceptionally(EngineException.closed());
        }
        for (SlotWork work = waiting.poll(); work != null; work = waiting.poll()) {
            work.answer().completeExceptionally(EngineException.closed());
        }
        aligning.refuse(EngineException.closed());
    }

    private HeldWindow hold(AudioFeatures features) {
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
