package dev.sotto.testing;

import dev.sotto.whisper.AudioFeatures;
import dev.sotto.whisper.WhisperNetwork;
import dev.sotto.whisper.decode.DecodingTask;
import dev.sotto.whisper.mel.FrameBlock;
import dev.sotto.whisper.word.TokenAlignment;
import java.util.ArrayList;
import java.util.List;

/**
 * A network that knows no speech: a window ends after as many steps as its task's seed says, with tokens that count
 * those steps. Remembers what was asked of it, and fails where it is told to.
 */
public final class ScriptedNetwork implements WhisperNetwork {
    public final List<String> calls = new ArrayList<>();
    public int liveFeatures;
    public boolean failsToRun;
    public boolean failsToEncode;
    public boolean failsToAlign;
    private final long[] stepsWanted;
    private final int[] stepsDone;

    public ScriptedNetwork(int slots) {
        stepsWanted = new long[slots];
        stepsDone = new int[slots];
    }

    @Override
    public int slots() {
        return stepsWanted.length;
    }

    @Override
    public double logMelPeak(FrameBlock block) {
        calls.add("peak");
        return block.frames();
    }

    @Override
    public AudioFeatures encode(FrameBlock block, double peak) {
        calls.add("encode");
        if (failsToEncode) {
            throw new IllegalStateException("no memory for features");
        }
        liveFeatures++;
        return () -> liveFeatures--;
    }

    @Override
    public LanguageScores detectLanguage(int slot, AudioFeatures features, int[] languageTokens) {
        calls.add("detect in " + slot);
        float[] scores = new float[languageTokens.length];
        scores[scores.length - 1] = 1;
        return new LanguageScores(scores, 0.25);
    }

    @Override
    public double enter(int slot, AudioFeatures features, DecodingTask task) {
        calls.add("enter " + slot);
        stepsWanted[slot] = task.seed();
        stepsDone[slot] = 0;
        return 0.125;
    }

    @Override
    public SlotProgress[] run(int count, int steps) {
        calls.add("run " + count);
        if (failsToRun) {
            throw new IllegalStateException("device lost");
        }
        SlotProgress[] progress = new SlotProgress[count];
        for (int slot = 0; slot < count; slot++) {
            stepsDone[slot] = (int) Math.min(stepsWanted[slot], stepsDone[slot] + steps);
            progress[slot] = new SlotProgress(stepsDone[slot], stepsDone[slot] == stepsWanted[slot]);
        }
        return progress;
    }

    @Override
    public SlotTokens tokens(int slot) {
        int[] sampled = new int[stepsDone[slot]];
        java.util.Arrays.setAll(sampled, i -> 100 + i);
        return new SlotTokens(sampled, -sampled.length);
    }

    @Override
    public List<TokenAlignment> align(List<KnownWindow> windows) {
        calls.add("align " + windows.size());
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
    public void move(int source, int target) {
        calls.add("move " + source + " to " + target);
        stepsWanted[target] = stepsWanted[source];
        stepsDone[target] = stepsDone[source];
    }

    @Override
    public void close() {
        calls.add("close");
    }
}
