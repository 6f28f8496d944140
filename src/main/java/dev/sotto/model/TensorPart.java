package dev.sotto.model;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A run of rows of one tensor, as it lies in the file: nothing is copied or converted.
 *
 * <p>The buffers are direct, read-only, little-endian and not aligned to the element size. They point into a mapped
 * file: after {@link Checkpoint#release} or {@link Checkpoint#close} they must not be touched (the JVM would crash).
 *
 * @param shape of this part; the first dimension counts its rows
 * @param bytes row-major elements; null means zeros (keys have no bias in the file)
 * @param rowScales float32, one per row, for {@link ElementType#INT8} and {@link ElementType#INT16} only
 */
@SuppressWarnings("ArrayRecordComponent") // shapes are tiny and go straight to the tensor library as arrays
public record TensorPart(
        ElementType type,
        long[] shape,
        @Nullable ByteBuffer bytes,
        @Nullable ByteBuffer rowScales) {}
