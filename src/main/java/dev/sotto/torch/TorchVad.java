package dev.sotto.torch;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import dev.sotto.model.file.MappedTensors;
import dev.sotto.model.file.TensorDirectory;
import dev.sotto.model.safetensors.SafetensorsFolder;
import dev.sotto.torch.ScriptModule.Scope;
import dev.sotto.torch.TorchScriptArchive.EmptyMap;
import dev.sotto.vad.SpeechNetwork;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Silero VAD for 16 kHz in hand-written TorchScript, always on the processor. The architecture is that of
 * tinygrad_model.py (snakers4/silero-vad, MIT).
 */
public final class TorchVad implements SpeechNetwork {
    private static final int WIDTH = STATE_NUMBERS / 2;
    private static final Map<String, long[]> SHAPES = shapes();

    private final ScriptModule script;

    private TorchVad(ScriptModule script) {
        this.script = script;
    }

    private static Map<String, long[]> shapes() {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        shapes.put("stft_conv.weight", new long[] {258, 1, 256});
        convolution(shapes, "conv1", WIDTH, 129);
        convolution(shapes, "conv2", 64, WIDTH);
        convolution(shapes, "conv3", 64, 64);
        convolution(shapes, "conv4", WIDTH, 64);
        for (String gate : List.of("ih", "hh")) {
            shapes.put("lstm_cell.weight_" + gate, new long[] {4 * WIDTH, WIDTH});
            shapes.put("lstm_cell.bias_" + gate, new long[] {4 * WIDTH});
        }
        shapes.put("final_conv.weight", new long[] {1, WIDTH, 1});
        shapes.put("final_conv.bias", new long[] {1});
        return shapes;
    }

    private static void convolution(Map<String, long[]> shapes, String name, long out, long in) {
        shapes.put(name + ".weight", new long[] {out, in, 3});
        shapes.put(name + ".bias", new long[] {out});
    }

    /**
     * Loads all weights on the calling thread, which must stay the network's and from now on computes alone: a second team of
     * threads would have the engine's sleep between two operations instead of waiting for the next (libgomp, once there are
     * more threads than processors), and a whole recording took an eighth longer.
     *
     * @param file of weights, safetensors
     * @throws dev.sotto.model.ModelException when the file is not what it claims to be
     */
    public static TorchVad load(Path file) {
        TorchRuntime.computeAlone();
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("training", false);
        attributes.put("weights", EmptyMap.INSTANCE);
        ScriptModule script = ScriptModule.load(List.of("vad/program.torchscript"), attributes, Device.cpu());
        try (TensorDirectory directory = SafetensorsFolder.openFile(file);
                MappedTensors mapped = new MappedTensors()) {
            SHAPES.forEach((name, shape) -> script.putFloat32(mapped, directory.get(name), shape));
            return new TorchVad(script);
        } catch (RuntimeException e) {
            script.close();
            throw e;
        }
    }

    @Override
    public Heard hear(float[] samples, float[] state) {
        if (state.length != STATE_NUMBERS || samples.length < CONTEXT_SAMPLES + WINDOW_SAMPLES) {
            throw new IllegalArgumentException("%d samples and %d numbers of state; expected %d and more, and %d"
                    .formatted(samples.length, state.length, CONTEXT_SAMPLES + WINDOW_SAMPLES, STATE_NUMBERS));
        }
        try (Scope scope = script.scope()) {
            IValue sound = IValue.from((PtNDArray) scope.tensors().create(samples, new Shape(samples.length)));
            IValue before = IValue.from((PtNDArray) scope.tensors().create(state, new Shape(2, WIDTH)));
            float[] heard =
                    script.callForTensor(scope.tensors(), "hear", sound, before).toFloatArray();
            int windows = heard.length - STATE_NUMBERS;
            return new Heard(Arrays.copyOf(heard, windows), Arrays.copyOfRange(heard, windows, heard.length));
        }
    }

    /** As {@link TorchWhisper#liveHandles}. */
    long liveHandles() {
        return script.liveValues() + script.liveTensors();
    }

    @Override
    public void close() {
        script.close();
    }
}
