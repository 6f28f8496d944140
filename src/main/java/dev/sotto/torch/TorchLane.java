package dev.sotto.torch;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import dev.sotto.model.ModelConfig;
import dev.sotto.torch.ScriptModule.Scope;
import dev.sotto.transcript.SearchOptions;
import dev.sotto.whisper.AudioFeatures;
import dev.sotto.whisper.SlotLane;
import dev.sotto.whisper.decode.DecodingSearch;
import dev.sotto.whisper.decode.DecodingTask;
import dev.sotto.whisper.decode.Hypothesis;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Slots of equal width inside the program. Java knows how long each slot's text is, and what it needs a step. */
final class TorchLane implements SlotLane {
    private static final int HYPOTHESIS_HEAD = 3; // length, log probability, whether ended; then its tokens

    private final ScriptModule script;
    private final int textContext;
    private final int endOfText;
    private final int timestampBegin;
    private final int width;
    private final Slot[] slots;

    private TorchLane(ScriptModule script, ModelConfig config, int width, int slots) {
        this.script = script;
        this.textContext = config.dimensions().textContext();
        this.endOfText = config.tokens().endOfText();
        this.timestampBegin = config.tokens().timestampBegin();
        this.width = width;
        this.slots = new Slot[slots];
        Arrays.fill(this.slots, new Slot(0, 0, false, false));
    }

    /** Of the window in a slot: prompt length, longest row's length, whether it draws, whether it searches by beams. */
    private record Slot(int begin, int length, boolean sampling, boolean beams) {}

    static TorchLane open(ScriptModule script, ModelConfig config, int width, int slots) {
        int endedMax = (int) Math.rint(width * SearchOptions.PATIENCE_MAX);
        script.call("open_lane", IValue.from(width), IValue.from(slots), IValue.from(endedMax));
        return new TorchLane(script, config, width, slots);
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int slots() {
        return slots.length;
    }

    @Override
    public double enter(int slot, AudioFeatures features, DecodingTask task) {
        DecodingSearch search = task.search();
        if (search.width() != width) {
            throw new IllegalArgumentException(
                    "a window of %d hypotheses; this lane's have %d".formatted(search.width(), width));
        }
        int room = textContext + 1;
        double[] uniforms =
                new SplittableRandom(task.seed()).doubles((long) width * room).toArray();
        try (Scope scope = script.scope()) {
            double noSpeechProbability = script.callForDouble(
                    "enter",
                    IValue.from(width),
                    IValue.from(slot),
                    IValue.from(TorchWhisper.tensor(features)),
                    TorchWhisper.ids(scope, task.tokens()),
                    IValue.from(task.sotIndex()),
                    TorchWhisper.ids(scope, task.suppressed()),
                    TorchWhisper.ids(scope, task.suppressedFirst()),
                    IValue.from((PtNDArray) scope.tensors().create(uniforms, new Shape(width, room))),
                    IValue.from(task.begin()),
                    IValue.from(lastTimestamp(task)),
                    IValue.from(task.lengthLimitTokens()),
                    IValue.from(task.maxInitialTimestampToken()),
                    IValue.from(!task.sampling().withoutTimestamps()),
                    IValue.from((PtNDArray) scope.tensors().create(numbers(task))),
                    IValue.from(search.beams() ? search.endedWanted() : 0));
            int begin = task.tokens().length;
            slots[slot] = new Slot(begin, begin, !search.beams() && task.temperature() > 0, search.beams());
            return noSpeechProbability;
        }
    }

    /** Newest time of the text that is gone on with; the id before the first time where there is none. */
    private int lastTimestamp(DecodingTask task) {
        return Arrays.stream(task.tokens(), task.begin(), task.tokens().length)
                .filter(token -> token >= timestampBegin)
                .max()
                .orElse(timestampBegin - 1);
    }

    /** What the program's rules of the next token read of a window, in the program's order. */
    private static float[] numbers(DecodingTask task) {
        return new float[] {(float) task.temperature()};
    }

    @Override
    public SlotProgress[] run(int count, int steps) {
        List<Slot> running = Arrays.asList(slots).subList(0, count);
        try (Scope scope = script.scope()) {
            long[] status = script.callForTensor(
                            scope.tensors(),
                            "run",
                            IValue.from(width),
                            IValue.from(count),
                            IValue.from(steps),
                            IValue.from(running.stream()
                                    .mapToInt(Slot::length)
                                    .max()
                                    .orElse(0)),
                            IValue.from(running.stream().anyMatch(Slot::sampling)),
                            IValue.from(running.stream().anyMatch(Slot::beams)))
                    .toLongArray(); // [count * width, 2]
            SlotProgress[] progress = new SlotProgress[count];
            for (int slot = 0; slot < count; slot++) {
                progress[slot] = progress(status, slot);
                Slot old = slots[slot];
                slots[slot] = new Slot(old.begin(), progress[slot].lengthTokens(), old.sampling(), old.beams());
            }
            return progress;
        }
    }

    private SlotProgress progress(long[] status, int slot) {
        int longest = 0;
        boolean finished = true;
        for (int row = slot * width; row < (slot + 1) * width; row++) {
            longest = Math.max(longest, (int) status[2 * row]);
            finished &= status[2 * row + 1] != 0;
        }
        return new SlotProgress(longest, finished);
    }

    @Override
    public SlotHypotheses hypotheses(int slot) {
        int line = HYPOTHESIS_HEAD + textContext + 1;
        try (Scope scope = script.scope()) {
            double[] table = script.callForTensor(scope.tensors(), "hypotheses", IValue.from(width), IValue.from(slot))
                    .toDoubleArray();
            List<Hypothesis> ended = new ArrayList<>();
            List<Hypothesis> rows = new ArrayList<>();
            for (int start = 0; start < table.length; start += line) {
                List<Hypothesis> kind = table[start + 2] != 0 ? ended : rows;
                kind.add(hypothesis(table, start, slots[slot].begin()));
            }
            return new SlotHypotheses(ended, rows);
        }
    }

    private Hypothesis hypothesis(double[] table, int start, int begin) {
        int tokens = start + HYPOTHESIS_HEAD;
        List<Integer> sampled = Arrays.stream(table, tokens + begin, tokens + (int) table[start])
                .mapToObj(id -> (int) id)
                .takeWhile(id -> id != endOfText)
                .toList();
        return new Hypothesis(sampled, table[start + 1]);
    }

    @Override
    public void move(int source, int target) {
        int length = Math.min(slots[source].length(), textContext);
        script.call("move", IValue.from(width), IValue.from(source), IValue.from(target), IValue.from(length));
        slots[target] = slots[source];
    }

    @Override
    public void close() {
        script.call("close_lane", IValue.from(width));
    }
}
