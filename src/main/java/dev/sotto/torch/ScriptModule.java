package dev.sotto.torch;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import dev.sotto.model.file.MappedTensors;
import dev.sotto.model.file.TensorEntry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A TorchScript program in libtorch. Its tensors live as long as it does; what a call returns belongs to the caller.
 * Confined to one thread.
 */
public final class ScriptModule implements AutoCloseable {
    private static final String ENGINE = "PyTorch";

    private final Model model;
    private final PtSymbolBlock block;
    private final PtNDManager manager;
    private long liveValues;
    private int liveScopes;

    private ScriptModule(Model model) {
        this.model = model;
        this.block = (PtSymbolBlock) model.getBlock();
        this.manager = (PtNDManager) model.getNDManager();
    }

    /**
     * Compiles a program.
     *
     * @param resources names of the parts of its source, beside this class; together they are one class
     */
    public static ScriptModule load(List<String> resources, Map<String, Object> attributes, Device device) {
        Model model = Model.newInstance("sotto", device, ENGINE);
        try {
            // The setting is the calling thread's own: without it libtorch recompiles at each new shape.
            JniUtils.setGraphExecutorOptimize(false);
            String source = resources.stream().map(ScriptModule::source).collect(Collectors.joining());
            model.load(TorchScriptArchive.of(source, attributes));
            return new ScriptModule(model);
        } catch (IOException | MalformedModelException e) {
            model.close();
            throw new IllegalStateException("libtorch refused %s: %s".formatted(resources, e.getMessage()), e);
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    private static String source(String resource) {
        return sourceIfThere(resource)
                .orElseThrow(
                        () -> new IllegalStateException("resource %s is missing from the jar".formatted(resource)));
    }

    /** The text of a part, if there is one of that name. */
    public static Optional<String> sourceIfThere(String resource) {
        try (InputStream in = ScriptModule.class.getResourceAsStream(resource)) {
            return in == null ? Optional.empty() : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("reading resource %s failed".formatted(resource), e);
        }
    }

    /** A scope for tensors; close it, and they are gone. */
    public Scope scope() {
        liveScopes++;
        return new Scope((PtNDManager) manager.newSubManager(), () -> liveScopes--);
    }

    /** Owner of native tensors. Closing it twice is an error of ours, not of the library. */
    public record Scope(PtNDManager tensors, Runnable closed) implements AutoCloseable {
        @Override
        public void close() {
            tensors.close();
            closed.run();
        }
    }

    public void call(String method, IValue... arguments) {
        invoke(method, arguments, IValue::getType);
    }

    public double callForDouble(String method, IValue... arguments) {
        return invoke(method, arguments, IValue::toDouble);
    }

    public String callForText(String method, IValue... arguments) {
        return invoke(method, arguments, IValue::toStringValue);
    }

    /** The tensor belongs to {@code owner} and dies with it. */
    public PtNDArray callForTensor(PtNDManager owner, String method, IValue... arguments) {
        return invoke(method, arguments, result -> result.toTensor(owner));
    }

    /** Handles of call arguments and results not yet closed; always 0 between calls. */
    public long liveValues() {
        return liveValues;
    }

    /** Tensors held by the program's own scope, and scopes that are open. */
    public int liveTensors() {
        return manager.getManagedArrays().size() + liveScopes;
    }

    private interface Reader<T> {
        T read(IValue result);
    }

    private <T> T invoke(String method, IValue[] arguments, Reader<T> reader) {
        liveValues += arguments.length;
        try {
            IValue result = IValueUtils.runMethod(block, method, arguments);
            liveValues++;
            try {
                return reader.read(result);
            } finally {
                result.close();
                liveValues--;
            }
        } finally {
            for (IValue argument : arguments) {
                argument.close();
                liveValues--;
            }
        }
    }

    @Override
    public void close() {
        model.close();
    }

    /**
     * Hands a stored tensor to the program's method {@code put(name, values, shape)}, which must clone what it keeps: the values
     * borrow the mapped file.
     *
     * @throws dev.sotto.model.ModelException if the tensor has another shape, or is not float32
     */
    public void putFloat32(MappedTensors mapped, TensorEntry entry, long[] shape) {
        entry.requireShape(shape);
        if (!entry.typeName().equals("F32")) {
            throw entry.wrongType("F32");
        }
        try (Scope scope = scope()) {
            Shape flat = new Shape(entry.byteLength() / Float.BYTES);
            PtNDArray values = scope.tensors().create(mapped.map(entry.name(), entry), flat, DataType.FLOAT32);
            call("put", IValue.from(entry.name()), IValue.from(values), IValue.listFrom(shape));
        }
    }
}
