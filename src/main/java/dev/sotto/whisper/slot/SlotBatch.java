package dev.sotto.whisper.slot;

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
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.LongAdder;

/** The running slots of one lane, always a dense prefix of it. Engine's thread only. */
final class SlotBatch {
    private final SlotLane lane;
    private final WhisperTokenizer tokenizer;
    private final LongAdder decoded;
    private final List<Running> running = new ArrayList<>(); // position in the list = slot
    private int entered; // since the lane was last empty

    /** @param decoded counts the tokens of finished windows */
    SlotBatch(SlotLane lane, WhisperTokenizer tokenizer, LongAdder decoded) {
        this.decoded = decoded;
        this.lane = lane;
        this.tokenizer = tokenizer;
    }

    private record Running(DecodeWork work, double noSpeechProbability) {}

    int width() {
        return lane.width();
    }

    boolean isRunning() {
        return !running.isEmpty();
    }

    int slots() {
        return lane.slots();
    }

    int slotsBusy() {
        return running.size();
    }

    /** Whether as many windows as it has slots have entered since it was last empty. */
    boolean hasServedItsFill() {
        return entered >= lane.slots();
    }

    boolean hasRoom() {
        return running.size() < lane.slots();
    }

    void enter(DecodeWork work) {
        double noSpeech = lane.enter(running.size(), work.window().features(), work.task());
        entered = running.isEmpty() ? 1 : entered + 1;
        running.add(new Running(work, noSpeech));
    }

    /** Decodes all running slots for a few steps, then retires what is finished or no longer wanted. */
    void advance(int steps) {
        if (running.isEmpty()) {
            return;
        }
        SlotProgress[] progress;
        try {
            progress = lane.run(running.size(), steps);
        } catch (RuntimeException | Error e) { // whatever it is, somebody waits for an answer
            abandon(EngineException.deviceFailed("decoding", e));
            return;
        }
        for (int slot = running.size() - 1; slot >= 0; slot--) {
            if (slot >= running.size()) {
                return; // a fault while retiring has abandoned them all
            }
            if (progress[slot].finished() || !running.get(slot).work().isWanted()) {
                retire(slot, progress[slot].finished());
            } else {
                report(slot, running.get(slot).work());
            }
        }
    }

    void abandon(EngineException reason) {
        running.forEach(one -> one.work().answer().completeExceptionally(reason));
        running.clear();
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
                retired.work().answer().complete(result(slot, retired));
            } else {
                retired.work().answer().completeExceptionally(new CancellationException());
            }
            closeGap(slot);
        } catch (RuntimeException | Error e) { // whatever it is, somebody waits for an answer
            EngineException reason = EngineException.deviceFailed("retiring a window", e);
            retired.work().answer().completeExceptionally(reason);
            abandon(reason);
        }
    }

    private void closeGap(int slot) {
        int last = running.size() - 1;
        if (slot < last) {
            lane.move(last, slot);
            running.set(slot, running.get(last));
        }
        running.remove(last);
    }

    private DecodingResult result(int slot, Running retired) {
        SlotHypotheses hypotheses = lane.hypotheses(slot);
        DecodingTask task = retired.work().task();
        HypothesisRanker ranker = new HypothesisRanker(task.search());
        Hypothesis best = ranker.best(hypotheses.ended(), hypotheses.rows());
        decoded.add(best.tokens().size());
        String text = Whitespace.strip(tokenizer.decode(best.tokens()));
        return new DecodingResult(
                best.tokens(),
                text,
                best.logProbability() / (best.tokens().size() + 1),
                retired.noSpeechProbability(),
                task.temperature(),
                CompressionRatio.of(text),
                task.tokens().length + best.tokens().size() >= task.lengthLimitTokens());
    }
}
