package dev.sotto.model.file;

import dev.sotto.model.ElementType;
import dev.sotto.model.ModelError;
import dev.sotto.model.ModelException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where a tensor lies. Its offsets have been checked against the file, its shape against its length.
 *
 * @param type null if the file spells a type that weights cannot have
 * @param typeName as the file spells it
 */
@SuppressWarnings("ArrayRecordComponent") // written once by the readers, never handed out for writing
public record TensorEntry(
        String name,
        WeightFile file,
        @Nullable ElementType type,
        String typeName,
        long[] shape,
        long offset,
        long byteLength) {

    /** Reads a small tensor whole. */
    public ByteBuffer read() {
        if (byteLength > 1 << 16) {
            throw new IllegalStateException(name + " is too large to be read at once");
        }
        return file.read(offset, (int) byteLength);
    }

    /** The element type, which must be one of the floating ones. */
    public ElementType floatType() {
        if (type == null || !type.isFloat()) {
            throw wrongType("float32, float16 or bfloat16");
        }
        return type;
    }

    public ModelException wrongType(String expected) {
        return new ModelException(
                ModelError.TENSOR_TYPE,
                "%s: tensor %s has type %s; expected %s".formatted(file.place(), name, typeName, expected));
    }

    public void requireShape(long... expected) {
        if (!Arrays.equals(shape, expected)) {
            throw new ModelException(
                    ModelError.TENSOR_MISSHAPEN,
                    "%s: tensor %s has shape %s; expected %s"
                            .formatted(file.place(), name, Arrays.toString(shape), Arrays.toString(expected)));
        }
    }
}
