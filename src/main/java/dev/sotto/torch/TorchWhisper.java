package dev.sotto.torch;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import dev.sotto.model.Checkpoint;
import dev.sotto.model.Dimensions;
import dev.sotto.model.ModelConfig;
import dev.sotto.torch.ScriptModule.Scope;
import dev.sotto.whisper.AudioFeatures;
import dev.sotto.whisper.WhisperNetwork;
import dev.sotto.whisper.decode.DecodingTask;
import dev.sotto.whisper.mel.FrameBlock;
import dev.sotto.whisper.mel.Frames;
import dev.sotto.whisper.mel.MelFilters;
import dev.sotto.whisper.word.TokenAlignment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Whisper in hand-written TorchScript. Weights, caches and slot state live inside the program; Java hands over samples
 * and prompts and takes back numbers. Everything native dies with {@link #close}, features with their own close.
 */
public final class TorchWhisper implements WhisperNetwork {
    private static final int GROUP = 1; // hypotheses a slot
    private static final int SAMPLES_MAX = Frames.HOP_SAMPLES * (Frames.PER_WINDOW - 1) + Frames.FFT_SAMPLES;
    private static final List<String> LAYER_PARTS = List.of(
            "attention_norm",
            "attention.qkv",
            "attention.out",
            "cross_norm",
            "cross.query",
            "cross.key_value",
            "cross.out",
            "mlp_norm",
            "mlp.in",
            "mlp.out");

    private final ScriptModule script;
    private final Dimensions dimensions;
    private final int startOfTranscript;
    private final int slots;
    private final TorchAligner aligner;
    private final ByteBuffer samples; // direct, 32-bit floats; one block at a time passes through it
    private final int[] lengths; // tokens in each slot, as last reported
    private final int[] begins; // prompt tokens in each slot
    private final boolean[] sampling;

    private TorchWhisper(ScriptModule script, ModelConfig config, int slots) {
        this.script = script;
        this.dimensions = config.dimensions();
        this.startOfTranscript = config.tokens().startOfTranscript();
        this.slots = slots;
        this.aligner = new TorchAligner(script, config.tokens().endOfText());
        this.samples = ByteBuffer.allocateDirect(SAMPLES_MAX * Float.BYTES).order(ByteOrder.nativeOrder());
        this.lengths = new int[slots];
        this.begins = new int[slots];
        this.sampling = new boolean[slots];
    }

    /**
     * Loads all weights on the calling thread, which must be the engine's. The checkpoint may be closed afterwards.
     *
     * @throws dev.sotto.model.ModelException when the files are not what they claim to be
     */
    public static TorchWhisper load(Checkpoint checkpoint, TorchSettings settings) {
        ModelConfig config = checkpoint.config();
        ScriptModule script = WhisperProgram.load(config, settings.device(), GROUP);
        try {
            new WeightLoader(script, settings.device()).load(checkpoint);
            TorchWhisper network = new TorchWhisper(script, config, settings.slots());
            network.seal();
            network.aligner.follow(config.wordHeads());
            return network;
        } catch (RuntimeException e) {
            script.close();
            throw e;
        }
    }

    private void seal() {
        float[] filters = MelFilters.of(dimensions.melBins());
        try (Scope scope = script.scope()) {
            PtNDArray shaped = (PtNDArray)
                    scope.tensors().create(filters, new Shape(dimensions.melBins(), MelFilters.SPECTRUM_BINS));
            script.call("put", IValue.from("mel.filters"), IValue.from(shaped));
        }
        IValue[] names = LAYER_PARTS.stream()
                .flatMap(part -> List.of(part + ".weight", part + ".bias").stream())
                .map(IValue::from)
                .toArray(IValue[]::new);
        script.call(
                "seal",
                IValue.from(dimensions.encoder().layers()),
                IValue.from(dimensions.decoder().layers()),
                IValue.listFrom(names));
        script.call("allocate", IValue.from(slots), IValue.from(GROUP));
    }

    @Override
    public int slots() {
        return slots;
    }

    @Override
    public double logMelPeak(FrameBlock block) {
        try (Scope scope = script.scope()) {
            return script.callForDouble("log_power_peak", IValue.from(tensor(scope, block.samples())));
        }
    }

    @Override
    public AudioFeatures encode(FrameBlock block, double peak) {
        Scope owner = script.scope();
        try (Scope scope = script.scope()) {
            PtNDArray features = script.callForTensor(
                    owner.tensors(),
                    "encode_samples",
                    IValue.from(tensor(scope, block.samples())),
                    IValue.from(block.frames()),
                    IValue.from(peak));
            return new Features(owner, features);
        } catch (RuntimeException e) {
            owner.close();
            throw e;
        }
    }

    /** Features and the scope that owns them. */
    record Features(Scope owner, PtNDArray tensor) implements AudioFeatures {
        @Override
        public void close() {
            owner.close();
        }
    }

    @Override
    public LanguageScores detectLanguage(int slot, AudioFeatures features, int[] languageTokens) {
        try (Scope scope = script.scope()) {
            float[] scores = script.callForTensor(
                            scope.tensors(),
                            "detect",
                            IValue.from(slot),
                            IValue.from(((Features) features).tensor()),
                            ids(scope, startOfTranscript),
                            ids(scope, languageTokens))
                    .toFloatArray();
            int last = scores.length - 1;
            return new LanguageScores(Arrays.copyOf(scores, last), scores[last]);
        }
    }

    @Override
    public double enter(int slot, AudioFeatures features, DecodingTask task) {
        int room = dimensions.textContext() + 1;
        double[] uniforms =
                new SplittableRandom(task.seed()).doubles((long) GROUP * room).toArray();
        try (Scope scope = script.scope()) {
            double noSpeechProbability = script.callForDouble(
                    "enter",
                    IValue.from(slot),
                    IValue.from(((Features) features).tensor()),
                    ids(scope, task.tokens()),
                    IValue.from(task.sotIndex()),
                    ids(scope, task.suppressed()),
                    ids(scope, task.suppressedFirst()),
                    IValue.from((PtNDArray) scope.tensors().create(uniforms, new Shape(GROUP, room))),
                    IValue.from(task.lengthLimitTokens()),
                    IValue.from(task.maxInitialTimestampToken()),
                    IValue.from(task.timestamps()),
                    IValue.from(task.temperature()));
            lengths[slot] = task.tokens().length;
            begins[slot] = task.tokens().length;
            sampling[slot] = task.temperature() > 0;
            return noSpeechProbability;
        }
    }

    @Override
    public SlotProgress[] run(int count, int steps) {
        int longest = Arrays.stream(lengths, 0, count).max().orElse(0);
        boolean anySampling = false;
        for (int slot = 0; slot < count; slot++) {
            anySampling |= sampling[slot];
        }
        try (Scope scope = script.scope()) {
            long[] status = script.callForTensor(
                            scope.tensors(),
                            "run",
                            IValue.from(count),
                            IValue.from(steps),
                            IValue.from(longest),
                            IValue.from(anySampling))
                    .toLongArray(); // [count * GROUP, 2]
            SlotProgress[] progress = new SlotProgress[count];
            for (int slot = 0; slot < count; slot++) {
                lengths[slot] = (int) status[2 * slot * GROUP];
                progress[slot] = new SlotProgress(lengths[slot], status[2 * slot * GROUP + 1] != 0);
            }
            return progress;
        }
    }

    @Override
    public SlotTokens tokens(int slot) {
        try (Scope scope = script.scope()) {
            long[] all = script.callForTensor(scope.tensors(), "slot_tokens", IValue.from(slot))
                    .toLongArray();
            double[] sums = script.callForTensor(scope.tensors(), "slot_log_probability", IValue.from(slot))
                    .toDoubleArray();
            int[] sampled = Arrays.stream(all, begins[slot], lengths[slot])
                    .mapToInt(Math::toIntExact)
                    .toArray();
            return new SlotTokens(sampled, sums[0]);
        }
    }

    @Override
    public List<TokenAlignment> align(List<KnownWindow> windows) {
        return aligner.align(windows);
    }

    @Override
    public void move(int source, int target) {
        int length = Math.min(lengths[source], dimensions.textContext());
        script.call("move", IValue.from(source), IValue.from(target), IValue.from(length));
        lengths[target] = lengths[source];
        begins[target] = begins[source];
        sampling[target] = sampling[source];
    }

    /** Log-mel spectrogram of a block, {@code [melBins, frames]} row-major. */
    float[] logMel(FrameBlock block, double peak) {
        try (Scope scope = script.scope()) {
            IValue samplesIn = IValue.from(tensor(scope, block.samples()));
            return script.callForTensor(scope.tensors(), "log_mel", samplesIn, IValue.from(peak))
                    .toFloatArray();
        }
    }

    /** The encoder's output, {@code [audioContext, width]} row-major. */
    static float[] values(AudioFeatures features) {
        return ((Features) features).tensor().toFloatArray();
    }

    /** Logits behind each of forced tokens, {@code [tokens, vocabulary]} row-major; uses a slot that is not running. */
    float[] forcedLogits(int slot, AudioFeatures features, int... tokens) {
        try (Scope scope = script.scope()) {
            IValue window = IValue.from(((Features) features).tensor());
            return script.callForTensor(scope.tensors(), "forced_logits", IValue.from(slot), window, ids(scope, tokens))
                    .toFloatArray();
        }
    }

    /** The middle of each seven neighbours in a row, {@code [rows, columns]} row-major. */
    float[] median7(float[] values, int columns) {
        try (Scope scope = script.scope()) {
            Shape shape = new Shape((long) values.length / columns, columns);
            IValue matrix = IValue.from((PtNDArray) scope.tensors().create(values, shape));
            return script.callForTensor(scope.tensors(), "median7", matrix).toFloatArray();
        }
    }

    /** Native handles that outlive a call: 0 between calls but for weights and state, which the program holds itself. */
    long liveHandles() {
        return script.liveValues() + script.liveTensors();
    }

    @Override
    public void close() {
        script.close();
    }

    /** The block's samples through the one direct buffer; valid until the next call. No samples read as one zero. */
    private PtNDArray tensor(Scope scope, float[] block) {
        int length = Math.max(1, block.length);
        samples.clear().putFloat(0, 0);
        samples.asFloatBuffer().put(block);
        ByteBuffer bytes = samples.slice(0, length * Float.BYTES);
        return scope.tensors().create(bytes, new Shape(length), DataType.FLOAT32);
    }

    private static IValue ids(Scope scope, int... ids) {
        long[] wide = Arrays.stream(ids).asLongStream().toArray();
        return IValue.from((PtNDArray) scope.tensors().create(wide, new Shape(wide.length)));
    }
}
