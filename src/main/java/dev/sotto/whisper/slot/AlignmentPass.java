package dev.sotto.whisper.slot;

import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.WorkClass;
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

    private static final int WINDOWS_BESIDE_INTERACTIVE = 2;

    private final WhisperNetwork network;
    private final WorkQueues<Work> waiting;
    private final DeviceShare share;
    private final EngineTally tally;

    AlignmentPass(WhisperNetwork network, QueueLimits limits, DeviceShare share, EngineTally tally) {
        this.tally = tally;
        this.network = network;
        this.waiting = new WorkQueues<>(limits);
        this.share = share;
    }

    record Work(
            Session session,
            HeldWindow window,
            AlignmentTask task,
            Cancellation cancellation,
            CompletableFuture<TokenAlignment> answer)
            implements EngineRequest {}

    WorkQueues<Work> waiting() {
        return waiting;
    }

    /** Aligns the windows of a class whose turn it is, as many as go into a pass. */
    void run(WorkClass workClass) {
        long since = share.now();
        int most = workClass == WorkClass.BULK && share.isInteractiveNear() ? WINDOWS_BESIDE_INTERACTIVE : WINDOWS_MAX;
        List<Work> batch = new ArrayList<>();
        for (Work work = next(workClass); work != null; work = batch.size() < most ? next(workClass) : null) {
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
            share.charge(workClass, since);
            tally.spent(EngineStage.WORDS, share.now() - since);
            share.answered(workClass);
        }
    }

    void refuse(EngineException reason) {
        waiting.drain().forEach(work -> work.answer().completeExceptionally(reason));
    }

    private @Nullable Work next(WorkClass workClass) {
        return waiting.poll(workClass, any -> true);
    }

    private void align(List<Work> batch) {
        List<TokenAlignment> alignments;
        try {
            alignments = network.align(batch.stream()
                    .map(work -> new KnownWindow(work.window().features(), work.task()))
                    .toList());
        } catch (RuntimeException | Error e) { // whatever it is, somebody waits for an answer
            tally.failed();
            EngineException reason = EngineException.deviceFailed("aligning words", e);
            batch.forEach(work -> work.answer().completeExceptionally(reason));
            return;
        }
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).answer().complete(alignments.get(i));
        }
    }
}
