package dev.sotto.testing;

import dev.sotto.whisper.AudioFeatures;
import dev.sotto.whisper.SlotLane;
import dev.sotto.whisper.WhisperNetwork;
import dev.sotto.whisper.decode.DecodingTask;
import dev.sotto.whisper.decode.Hypothesis;
import dev.sotto.whisper.mel.FrameBlock;
import dev.sotto.whisper.word.TokenAlignment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * A network that knows no speech: a window ends after as many steps as its task's seed says, with tokens that count
 * those steps. Remembers what was asked of it, and fails where it is told to. Calls to a lane wider than 1 say so.
 */
public final class ScriptedNetwork implements WhisperNetwork {
    public final List<String> calls = new ArrayList<>();
    public int liveFeatures;
    public int openLanes;
    public boolean failsToRun;
    public boolean failsToEncode;
    public boolean failsToAlign;
    public Runnable encoding = () -> {};

    /** Hears of each call while it lasts. */
    public Consumer<String> computing = call -> {};

    /** Of the last run of a lane. */
    public int stepsAsked;

    public Runnable closing = () -> {};

    private void call(String call) {
        calls.add(call);
        computing.accept(call);
    }

    @Override
    public double logMelPeak(FrameBlock block) {
        call("peak");
        return block.frames();
    }

    @Override
    public AudioFeatures encode(FrameBlock block, double peak, int positions) {
        call("encode");
        encoding.run();
        if (failsToEncode) {
            throw new IllegalStateException("no memory for features");
        }
        liveFeatures++;
        return () -> liveFeatures--;
    }

    @Override
    public LanguageScores detectLanguage(AudioFeatures features, int[] languageTokens) {
        call("detect");
        float[] scores = new float[languageTokens.length];
        scores[scores.length - 1] = 1;
        return new LanguageScores(scores, 0.25);
    }

    @Override
    public List<TokenAlignment> align(List<KnownWindow> windows) {
        call("align " + windows.size());
        if (failsToAlign) {
            throw new IllegalStateException("no memory to align");
        }
        return windows.stream()
                .map(window -> {
                    int columns = window.task().audioPositions();
                    int tokens = window.task().textTokens();
                    return new TokenAlignment(new float[(tokens + 1) * columns], columns, new float[tokens]);
                })
                .toList();
    }

    @Override
    public SlotLane openLane(int width, int slots) {
        openLanes++;
        return new Lane(width, slots);
    }

    @Override
    public void close() {
        call("close");
        closing.run();
    }

    private record Progress(long wanted, int done) {}

    private final class Lane implements SlotLane {
        private final int width;
        private final List<Progress> slots;
        private final String mark;

        Lane(int width, int slots) {
            this.width = width;
            this.slots = new ArrayList<>(Collections.nCopies(slots, new Progress(0, 0)));
            this.mark = width == 1 ? "" : " wide " + width;
        }

        @Override
        public int width() {
            return width;
        }

        @Override
        public int slots() {
            return slots.size();
        }

        @Override
        public double enter(int slot, AudioFeatures features, DecodingTask task) {
            call("enter " + slot + mark);
            slots.set(slot, new Progress(task.seed(), 0));
            return 0.125;
        }

        @Override
        public SlotProgress[] run(int count, int steps) {
            stepsAsked = steps;
            call("run " + count + mark);
            if (failsToRun) {
                throw new IllegalStateException("device lost");
            }
            SlotProgress[] progress = new SlotProgress[count];
            for (int slot = 0; slot < count; slot++) {
                Progress old = slots.get(slot);
                int done = (int) Math.min(old.wanted(), old.done() + steps);
                slots.set(slot, new Progress(old.wanted(), done));
                progress[slot] = new SlotProgress(done, done == old.wanted());
            }
            return progress;
        }

        @Override
        public SlotHypotheses hypotheses(int slot) {
            int done = slots.get(slot).done();
            List<Integer> sampled =
                    IntStream.range(0, done).map(i -> 100 + i).boxed().toList();
            return new SlotHypotheses(List.of(), Collections.nCopies(width, new Hypothesis(sampled, -done)));
        }

        @Override
        public void move(int source, int target) {
            call("move " + source + " to " + target + mark);
            slots.set(target, slots.get(source));
        }

        @Override
        public void close() {
            openLanes--;
        }
    }
}
