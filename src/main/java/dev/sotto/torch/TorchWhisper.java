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
import dev.sotto.whisper.SlotLane;
import dev.sotto.whisper.WhisperNetwork;
import dev.sotto.whisper.mel.FrameBlock;
import dev.sotto.whisper.mel.Frames;
import dev.sotto.whisper.mel.MelFilters;
import dev.sotto.whisper.word.TokenAlignment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * Whisper in hand-written TorchScript. Weights, caches and slot state live inside the program; Java hands over samples
 * and prompts and takes back numbers. Everything native dies with {@link #close}, features with their own close.
 */
public final class TorchWhisper implements WhisperNetwork {
    private static final int SAMPLES_MAX = Frames.HOP_SAMPLES * (Frames.BLOCK_MAX - 1) + Frames.FFT_SAMPLES;
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
    private final ModelConfig config;
    private final Dimensions dimensions;
    private final int startOfTranscript;
    private final TorchAligner aligner;
    private final ByteBuffer samples; // direct, 32-bit floats; one block at a time passes through it

    private TorchWhisper(ScriptModule script, ModelConfig config) {
        this.script = script;
        this.config = config;
        this.dimensions = config.dimensions();
        this.startOfTranscript = config.tokens().startOfTranscript();
        this.aligner = new TorchAligner(script, config.tokens().endOfText());
        this.samples = ByteBuffer.allocateDirect(SAMPLES_MAX * Float.BYTES).order(ByteOrder.nativeOrder());
    }

    /**
     * Loads all weights on the calling thread, which must be the engine's. The checkpoint may be closed afterwards.
     *
     * @throws dev.sotto.model.ModelException when the files are not what they claim to be
     */
    public static TorchWhisper load(Checkpoint checkpoint, TorchSettings settings) {
        ModelConfig config = checkpoint.config();
        ScriptModule script = WhisperProgram.load(config, settings);
        try {
            new WeightLoader(script, settings).load(checkpoint);
            TorchWhisper network = new TorchWhisper(script, config);
            network.seal();
            network.aligner.follow(config.wordHeads());
            NativeHeap.trim();
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
    }

    @Override
    public double logMelPeak(FrameBlock block) {
        try (Scope scope = script.scope()) {
            return script.callForDouble("log_power_peak", IValue.from(tensor(scope, block.samples())));
        }
    }

    @Override
    public AudioFeatures encode(FrameBlock block, double peak, int positions) {
        int computed = Math.min(positions, dimensions.audioContext());
        Scope owner = script.scope();
        try (Scope scope = script.scope()) {
            PtNDArray features = script.callForTensor(
                    owner.tensors(),
                    "encode_samples",
                    IValue.from(tensor(scope, block.samples())),
                    IValue.from(block.frames()),
                    IValue.from(peak),
                    IValue.from(computed));
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
    public LanguageScores detectLanguage(AudioFeatures features, int[] languageTokens) {
        try (Scope scope = script.scope()) {
            float[] scores = script.callForTensor(
                            scope.tensors(),
                            "detect",
                            IValue.from(tensor(features)),
                            ids(scope, startOfTranscript),
                            ids(scope, languageTokens))
                    .toFloatArray();
            int last = scores.length - 1;
            return new LanguageScores(Arrays.copyOf(scores, last), scores[last]);
        }
    }

    @Override
    public List<TokenAlignment> align(List<KnownWindow> windows) {
        return aligner.align(windows);
    }

    @Override
    public SlotLane openLane(int width, int slots) {
        return TorchLane.open(script, config, width, slots);
    }

    /** Log-mel spectrogram of a block, {@code [melBins, frames]} row-major. */
    float[] logMel(FrameBlock block, double peak) {
        try (Scope scope = script.scope()) {
            IValue samplesIn = IValue.from(tensor(scope, block.samples()));
            return script.callForTensor(scope.tensors(), "log_mel", samplesIn, IValue.from(peak))
                    .toFloatArray();
        }
    }

    /** The encoder's output, {@code [positions, width]} row-major. */
    static float[] values(AudioFeatures features) {
        return ((Features) features).tensor().toFloatArray();
    }

    /** Logits behind each of forced tokens, {@code [tokens, vocabulary]} row-major. */
    float[] forcedLogits(AudioFeatures features, int... tokens) {
        try (Scope scope = script.scope()) {
            IValue window = IValue.from(tensor(features));
            return script.callForTensor(scope.tensors(), "forced_logits", window, ids(scope, tokens))
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

    /** The tensor behind features that this network made. */
    static PtNDArray tensor(AudioFeatures features) {
        return ((Features) features).tensor();
    }

    static IValue ids(Scope scope, int... ids) {
        long[] wide = Arrays.stream(ids).asLongStream().toArray();
        return IValue.from((PtNDArray) scope.tensors().create(wide, new Shape(wide.length)));
    }
}
