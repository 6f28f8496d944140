package dev.sotto.whisper.slot;

import dev.sotto.transcript.WorkClass;
import dev.sotto.whisper.EngineException;
import dev.sotto.whisper.SlotLane;
import dev.sotto.whisper.SlotLane.SlotHypotheses;
import dev.sotto.whisper.SlotLane.SlotProgress;
import dev.sotto.whisper.WindowListener;
import dev.sotto.whisper.decode.CompressionRatio;
import dev.sotto.whisper.decode.DecodingResult;
import dev.sotto.whisper.decode.DecodingTask;
import dev.sotto.whisper.decode.Hypothesis;
import dev.sotto.whisper.decode.HypothesisRanker;
import dev.sotto.whisper.token.WhisperTokenizer;
import dev.sotto.whisper.token.Whitespace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * The running slots of one lane, always a dense prefix of it, interactive windows first: so those can be decoded without the
 * others, which stay where they are. Engine's thread only.
 */
final class SlotBatch {
    private final SlotLane lane;
    private final WhisperTokenizer tokenizer;
    private final EngineTally tally;
    private final DeviceShare share;
    private final List<Running> running = new ArrayList<>(); // position in the list = slot
    private int interactive; // so many of the first slots
    private int entered; // since the lane was last empty

    /** @param tally counts finished windows and the time of the decoder */
    SlotBatch(SlotLane lane, WhisperTokenizer tokenizer, EngineTally tally, DeviceShare share) {
        this.tally = tally;
        this.lane = lane;
        this.tokenizer = tokenizer;
        this.share = share;
    }

    /** A window in a slot, and how far it has come. */
    private static final class Running {
        private final DecodeWork work;
        private final double noSpeechProbability;
        private int lengthTokens;

        Running(DecodeWork work, double noSpeechProbability) {
            this.work = work;
            this.noSpeechProbability = noSpeechProbability;
        }
    }

    int width() {
        return lane.width();
    }

    boolean isRunning() {
        return !running.isEmpty();
    }

    int slots() {
        return lane.slots();
    }

    int slotsBusy(WorkClass workClass) {
        return workClass == WorkClass.INTERACTIVE ? interactive : running.size() - interactive;
    }

    /** Whether as many windows as it has slots have entered since it was last empty. */
    boolean hasServedItsFill() {
        return entered >= lane.slots();
    }

    /** Whether a window of a class can enter, be it that a bulk window has to give up its slot. */
    boolean hasRoomFor(WorkClass workClass) {
        if (workClass == WorkClass.INTERACTIVE) {
            return running.size() < lane.slots() || leastFar().isPresent();
        }
        int kept = share.isInteractiveNear() ? keptSlots() : 0;
        return running.size() < lane.slots() && slotsBusy(WorkClass.BULK) < lane.slots() - kept;
    }

    /** What bulk windows leave free while interactive ones may come. */
    private int keptSlots() {
        return lane.slots() == 1 ? 0 : Math.max(1, lane.slots() / 4);
    }

    /** The bulk window whose slot is best given up: none that had to do so before, nor the last one while time is owed. */
    private Optional<Running> leastFar() {
        if (slotsBusy(WorkClass.BULK) <= (share.isBulkOwed() ? 1 : 0)) {
            return Optional.empty();
        }
        return running.subList(interactive, running.size()).stream()
                .filter(one -> !one.work.begunAnew())
                .min(Comparator.comparingInt(one -> one.lengthTokens));
    }

    /** Frees a slot for an interactive window if none is free; returns the window that was in it. */
    Optional<DecodeWork> makeRoom() {
        if (running.size() < lane.slots()) {
            return Optional.empty();
        }
        Optional<Running> victim = leastFar();
        victim.ifPresent(one -> closeGap(running.indexOf(one)));
        return victim.map(one -> one.work.anew());
    }

    /** There must be room. */
    void enter(DecodeWork work) {
        if (running.isEmpty()) {
            entered = 0;
        }
        if (work.workClass() == WorkClass.BULK || interactive == running.size()) {
            double noSpeech = lane.enter(running.size(), work.window().features(), work.task());
            running.add(new Running(work, noSpeech));
            interactive += work.workClass() == WorkClass.INTERACTIVE ? 1 : 0;
            entered++;
            return;
        }
        lane.move(interactive, running.size());
        running.add(running.get(interactive));
        try {
            double noSpeech = lane.enter(interactive, work.window().features(), work.task());
            running.set(interactive, new Running(work, noSpeech));
            interactive++;
            entered++;
        } catch (RuntimeException | Error e) {
            lane.move(running.size() - 1, interactive);
            running.remove(running.size() - 1);
            throw e;
        }
    }

    /**
     * Decodes running slots for a few steps, then retires what is finished or no longer wanted.
     *
     * @param withBulk whether bulk windows are decoded too
     */
    void advance(int steps, boolean withBulk) {
        int count = withBulk ? running.size() : interactive;
        SlotProgress[] progress = {};
        if (count > 0) {
            long since = share.now();
            try {
                progress = lane.run(count, steps);
            } catch (RuntimeException | Error e) { // whatever it is, somebody waits for an answer
                tally.failed();
                abandon(EngineException.deviceFailed("decoding", e));
                return;
            }
            share.charge(Math.min(count, interactive), count - Math.min(count, interactive), since);
            tally.spent(EngineStage.DECODER, share.now() - since);
        }
        for (int slot = running.size() - 1; slot >= 0; slot--) {
            if (slot >= running.size()) {
                return; // a fault while retiring has abandoned them all
            }
            boolean finished = slot < progress.length && progress[slot].finished();
            if (finished || !running.get(slot).work.isWanted()) {
                retire(slot, finished);
            } else if (slot < progress.length) {
                running.get(slot).lengthTokens = progress[slot].lengthTokens();
                report(slot, running.get(slot).work);
            }
        }
    }

    void abandon(EngineException reason) {
        running.forEach(one -> one.work.answer().completeExceptionally(reason));
        running.clear();
        interactive = 0;
    }

    /** Nothing may be running. */
    void close() {
        lane.close();
    }

    private void report(int slot, DecodeWork work) {
        if (work.listener() == WindowListener.NONE) {
            return;
        }
        try {
            work.listener().decoded(lane.hypotheses(slot).rows().get(0).tokens());
        } catch (RuntimeException e) { // the window's own fault: it leaves its slot in the next turn, the others go on
            work.answer().completeExceptionally(e);
        }
    }

    private void retire(int slot, boolean finished) {
        Running retired = running.get(slot);
        try {
            if (finished) {
                retired.work.answer().complete(result(slot, retired));
            } else {
                retired.work.answer().completeExceptionally(new CancellationException());
            }
            share.answered(retired.work.workClass());
            closeGap(slot);
        } catch (RuntimeException | Error e) { // whatever it is, somebody waits for an answer
            tally.failed();
            EngineException reason = EngineException.deviceFailed("retiring a window", e);
            retired.work.answer().completeExceptionally(reason);
            abandon(reason);
        }
    }

    /** The last interactive window fills an interactive one's gap, the last of all the gap that is left then. */
    private void closeGap(int slot) {
        int gap = slot;
        if (gap < interactive) {
            moveInto(gap, interactive - 1);
            gap = interactive - 1;
            interactive--;
        }
        moveInto(gap, running.size() - 1);
        running.remove(running.size() - 1);
    }

    private void moveInto(int gap, int slot) {
        if (gap < slot) {
            lane.move(slot, gap);
            running.set(gap, running.get(slot));
        }
    }

    private DecodingResult result(int slot, Running retired) {
        SlotHypotheses hypotheses = lane.hypotheses(slot);
        DecodingTask task = retired.work.task();
        HypothesisRanker ranker = new HypothesisRanker(task.search());
        Hypothesis best = ranker.best(hypotheses.ended(), hypotheses.rows());
        String text = Whitespace.strip(tokenizer.decode(best.tokens()));
        DecodingResult result = new DecodingResult(
                best.tokens(),
                text,
                best.logProbability() / (best.tokens().size() + 1),
                retired.noSpeechProbability,
                task.temperature(),
                CompressionRatio.of(text),
                task.tokens().length + best.tokens().size() >= task.lengthLimitTokens());
        tally.finished(result);
        return result;
    }
}
