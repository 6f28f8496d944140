package dev.sotto.whisper.slot;

import dev.sotto.transcript.Cancellation;
import dev.sotto.whisper.EngineException;
import dev.sotto.whisper.WhisperNetwork;
import dev.sotto.whisper.WhisperNetwork.KnownWindow;
import dev.sotto.whisper.word.AlignmentTask;
import dev.sotto.whisper.word.TokenAlignment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Windows that wait to be aligned, a few of them at a time in one pass. The queue takes any thread, the rest one. */
final class AlignmentPass {
    /** A pass holds keys and values of one layer for all its windows, and delays running slots by its length. */
    static final int WINDOWS_MAX = 8;

    private final WhisperNetwork network;
    private final FairQueue<Work> waiting;

    AlignmentPass(WhisperNetwork network, QueueLimits limits) {
        this.network = network;
        this.waiting = new FairQueue<>(limits.callersMax(), limits.eachMax());
    }

    record Work(
            HeldWindow window, AlignmentTask task, Cancellation cancellation, CompletableFuture<TokenAlignment> answer)
            implements Asked {}

    FairQueue<Work> waiting() {
        return waiting;
    }

    boolean isWaiting() {
        return !waiting.isEmpty();
    }

    /** Aligns the windows whose turn it is, as many as go into a pass. */
    void run() {
        List<Work> batch = new ArrayList<>();
        for (Work work = next(); work != null; work = batch.size() < WINDOWS_MAX ? next() : null) {
            if (work.window().isClosed()) {
                work.answer().completeExceptionally(HeldWindow.closedAlready());
            } else if (work.cancellation().isRequested()) {
                work.answer().completeExceptionally(new CancellationException());
            } else {
                batch.add(work);
            }
        }
        if (!batch.isEmpty()) {
            align(batch);
        }
    }

    void refuse(EngineException reason) {
        waiting.drain().forEach(work -> work.answer().completeExceptionally(reason));
    }

    private @Nullable Work next() {
        return waiting.poll(any -> true);
    }

    private void align(List<Work> batch) {
        List<TokenAlignment> alignments;
        try {
            alignments = network.align(batch.stream()
                    .map(work -> new KnownWindow(work.window().features(), work.task()))
                    .toList());
        } catch (RuntimeException | Error e) { // whatever it is, somebody waits for an answer
            EngineException reason = EngineException.deviceFailed("aligning words", e);
            batch.forEach(work -> work.answer().completeExceptionally(reason));
            return;
        }
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).answer().complete(alignments.get(i));
        }
    }
}
