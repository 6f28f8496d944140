package dev.sotto.torch.speaker;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import dev.sotto.diarize.SpeakerNetworks;
import dev.sotto.diarize.VoiceSpace;
import dev.sotto.model.file.JsonFile;
import dev.sotto.model.file.TensorDirectory;
import dev.sotto.model.file.TensorEntry;
import dev.sotto.model.safetensors.SafetensorsFolder;
import dev.sotto.torch.Precision;
import dev.sotto.torch.ScriptModule;
import dev.sotto.torch.ScriptModule.Scope;
import dev.sotto.torch.TorchRuntime;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;

/**
 * Two networks in hand-written TorchScript. The segmentation's folder and the embedding's name their architectures; a
 * further embedding network is a further folder and a part {@code speaker/NAME.torchscript} with {@code layout},
 * {@code seal} and {@code embed}.
 */
public final class TorchSpeakers implements SpeakerNetworks {
    private static final int ROWS_MIN = 20;
    private static final String PLAIN_FILE = "[A-Za-z0-9_][A-Za-z0-9._-]*\\.safetensors";

    private final ScriptModule segmentation;
    private final ScriptModule embedding;
    private final VoiceSpace voices;

    private TorchSpeakers(ScriptModule segmentation, ScriptModule embedding, VoiceSpace voices) {
        this.segmentation = segmentation;
        this.embedding = embedding;
        this.voices = voices;
    }

    /**
     * Loads all weights on the calling thread, which must stay the networks' own.
     *
     * @param segmentationFolder with {@code config.json} and weights
     * @param embeddingFolder the same; its {@code config.json} also holds what {@link VoiceSpace} tells
     * @param device {@code cpu} or {@code cuda:n}
     * @throws dev.sotto.model.ModelException when a folder is not what it claims to be
     */
    public static TorchSpeakers load(Path segmentationFolder, Path embeddingFolder, String device) {
        return load(segmentationFolder, embeddingFolder, device, Precision.packs(device));
    }

    /** @param packed whether weights are put into the order of oneDNN's kernels, which not every device has */
    static TorchSpeakers load(Path segmentationFolder, Path embeddingFolder, String device, boolean packed) {
        NetworkFolder embeddingFiles = NetworkFolder.open(embeddingFolder);
        VoiceSpace voices = voices(embeddingFiles);
        Device place = TorchRuntime.djlDevice(device);
        ScriptModule segmentation = NetworkFolder.open(segmentationFolder).load(List.of(), "segment", place);
        List<String> shared = List.of("kaldi", packed ? "linear-packed" : "linear-plain");
        try {
            return new TorchSpeakers(segmentation, embeddingFiles.load(shared, "embed", place), voices);
        } catch (RuntimeException e) {
            segmentation.close();
            throw e;
        }
    }

    private static VoiceSpace voices(NetworkFolder folder) {
        JsonFile config = folder.config();
        int size = config.requireInt("embedding_size", 1, 1 << 14);
        float[] axis = config.findText("channel_axis", PLAIN_FILE, "a plain file name that ends in .safetensors")
                .map(name -> direction(folder.file(name), size))
                .orElse(new float[0]);
        return new VoiceSpace(
                size,
                axis,
                config.requireNumber("cluster_threshold", 0, 2),
                config.requireNumber("jump_from", 0, 2),
                config.requireNumber("jump_rise", 0, 2));
    }

    private static float[] direction(Path file, int size) {
        try (TensorDirectory directory = SafetensorsFolder.openFile(file)) {
            TensorEntry entry = directory.get("axis");
            entry.requireShape(size);
            if (!entry.typeName().equals("F32")) {
                throw entry.wrongType("F32");
            }
            float[] direction = new float[size];
            entry.read().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(direction);
            return direction;
        }
    }

    @Override
    public float[] segment(float[] samples) {
        if (samples.length == 0 || samples.length % CHUNK_SAMPLES != 0) {
            throw new IllegalArgumentException(
                    "%d samples; expected whole chunks of %d".formatted(samples.length, CHUNK_SAMPLES));
        }
        return answer(segmentation, "segment", samples, CHUNK_SAMPLES);
    }

    @Override
    public float[] embed(float[] samples, int rows) {
        int piece = (rows - 1) * ROW_HOP + ROW_SAMPLES;
        if (rows < ROWS_MIN || samples.length == 0 || samples.length % piece != 0) {
            throw new IllegalArgumentException(
                    "%d samples in pieces of %d rows; expected whole pieces of at least %d rows"
                            .formatted(samples.length, rows, ROWS_MIN));
        }
        return answer(embedding, "embed", samples, piece);
    }

    private static float[] answer(ScriptModule script, String method, float[] samples, int each) {
        try (Scope scope = script.scope()) {
            PtNDArray sound = (PtNDArray) scope.tensors().create(samples, new Shape(samples.length / each, each));
            return script.callForTensor(scope.tensors(), method, IValue.from(sound))
                    .toFloatArray();
        }
    }

    @Override
    public VoiceSpace voices() {
        return voices;
    }

    /** Native handles that are held; as much after any call as after loading. */
    long liveHandles() {
        return segmentation.liveValues()
                + segmentation.liveTensors()
                + embedding.liveValues()
                + embedding.liveTensors();
    }

    @Override
    public void close() {
        segmentation.close();
        embedding.close();
    }
}
