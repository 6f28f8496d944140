package dev.sotto.torch;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import dev.sotto.model.CanonicalTensor;
import dev.sotto.model.Checkpoint;
import dev.sotto.model.ElementType;
import dev.sotto.model.TensorPart;
import dev.sotto.torch.ScriptModule.Scope;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Hands a checkpoint's weights to the program, one part of one tensor at a time: libtorch converts straight from the
 * mapped file into the tensor's final place, so no second copy of more than one part exists.
 */
final class WeightLoader {
    private final ScriptModule script;
    private final String device;
    private final int elementCode;
    private ByteBuffer scratch = ByteBuffer.allocateDirect(0); // of the largest bfloat16 part so far

    WeightLoader(ScriptModule script, TorchSettings settings) {
        this.script = script;
        this.device = settings.device();
        this.elementCode = settings.precision().elementCode(device);
    }

    void load(Checkpoint checkpoint) {
        for (String name : checkpoint.tensorNames()) {
            load(checkpoint.tensor(name));
            checkpoint.release(name);
        }
    }

    private void load(CanonicalTensor tensor) {
        script.call(
                "reserve",
                IValue.from(tensor.name()),
                IValue.listFrom(tensor.shape()),
                IValue.from(elementCode),
                IValue.from(device));
        long row = 0;
        for (TensorPart part : tensor.parts()) {
            fill(tensor.name(), row, part);
            row += part.shape()[0];
        }
        script.call("settle", IValue.from(tensor.name()));
    }

    private void fill(String name, long row, TensorPart part) {
        long rows = part.shape()[0];
        ByteBuffer bytes = part.bytes();
        if (bytes == null) {
            script.call("fill_zero", IValue.from(name), IValue.from(row), IValue.from(rows));
            return;
        }
        try (Scope scope = script.scope()) {
            IValue values = IValue.from(borrow(scope, part.type(), bytes));
            IValue[] place = {IValue.from(name), IValue.from(row), IValue.from(rows)};
            ByteBuffer scales = part.rowScales();
            if (scales == null) {
                script.call("fill", place[0], place[1], place[2], values);
            } else {
                IValue divisors = IValue.from(borrow(scope, ElementType.FLOAT32, scales));
                script.call("fill_scaled", place[0], place[1], place[2], values, divisors);
            }
        }
    }

    /** The mapped bytes as they lie, borrowed until the scope closes; bfloat16 passes through a buffer of our own. */
    private PtNDArray borrow(Scope scope, ElementType type, ByteBuffer bytes) {
        ByteBuffer slice = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
        Shape shape = new Shape(slice.remaining() / type.bytes());
        return switch (type) {
            case FLOAT32 -> scope.tensors().create(slice, shape, DataType.FLOAT32);
            case FLOAT16 -> scope.tensors().create(slice, shape, DataType.FLOAT16);
            case INT8 -> scope.tensors().create(slice, shape, DataType.INT8);
            case BFLOAT16 -> scope.tensors().create(widened(slice, Short.SIZE), shape, DataType.FLOAT32);
            case INT16 -> scope.tensors().create(widened(slice, 0), shape, DataType.INT32);
            case INT32 -> scope.tensors().create(slice, shape, DataType.INT32);
        };
    }

    /**
     * Sixteen bits to thirty-two, for the two types that DJL's native side aborts the process on: a bfloat16 is the upper
     * half of a float32, an int16 grows its sign.
     */
    private ByteBuffer widened(ByteBuffer halves, int shift) {
        int count = halves.remaining() / Short.BYTES;
        if (scratch.capacity() < count * Float.BYTES) {
            scratch = ByteBuffer.allocateDirect(count * Float.BYTES).order(ByteOrder.nativeOrder());
        }
        ByteBuffer wide = scratch.slice(0, count * Float.BYTES).order(ByteOrder.nativeOrder());
        for (int i = 0; i < count; i++) {
            wide.putInt(i * Float.BYTES, halves.getShort(i * Short.BYTES) << shift);
        }
        return wide;
    }
}
