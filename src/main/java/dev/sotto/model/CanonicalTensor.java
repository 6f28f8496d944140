package dev.sotto.model;

import java.util.List;

/**
 * One tensor of the network under the name and shape that the engine uses, whatever format it came from.
 *
 * @param parts lie one behind the other along dimension 0 and fill {@code shape} exactly
 */
@SuppressWarnings("ArrayRecordComponent") // shapes are tiny and go straight to the tensor library as arrays
public record CanonicalTensor(String name, long[] shape, List<TensorPart> parts) {
    public CanonicalTensor {
        parts = List.copyOf(parts);
    }
}
