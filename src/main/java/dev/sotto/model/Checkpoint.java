package dev.sotto.model;

import java.util.List;

/**
 * An opened model folder whose files have been checked: every tensor the configuration asks for is present with the
 * right shape. The same weights give the same bits from a Hugging Face and from a CTranslate2 folder.
 *
 * <p>Names: {@code encoder.conv1.weight|bias}, {@code encoder.conv2.*}, {@code encoder.positions},
 * {@code encoder.norm.*}; {@code decoder.embedding}, {@code decoder.positions}, {@code decoder.norm.*}, and
 * {@code decoder.projection} only where the output projection is not tied to the embedding; per layer
 * {@code (encoder|decoder).layers.N.} with {@code attention_norm.*}, {@code attention.qkv.*} (query, key, value
 * stacked), {@code attention.out.*}, {@code mlp_norm.*}, {@code mlp.in.*}, {@code mlp.out.*}, and in the decoder
 * {@code cross_norm.*}, {@code cross.query.*}, {@code cross.key_value.*} (stacked), {@code cross.out.*}.
 *
 * <p>Files stay mapped while tensors are held. {@link #close} unmaps them at once on every JVM that lets us (see
 * {@code MappedRegion}); elsewhere the garbage collector does. Belongs to one thread at a time.
 */
public interface Checkpoint extends AutoCloseable {
    ModelConfig config();

    /** In the order in which the files are read best: encoder, then decoder, layer by layer. */
    List<String> tensorNames();

    /**
     * Maps the tensor's bytes.
     *
     * @throws ModelException if the file cannot be mapped
     * @throws IllegalArgumentException if there is no such name in {@link #tensorNames}
     */
    CanonicalTensor tensor(String name);

    /** Unmaps what {@link #tensor} gave for this name, so that a loader holds one tensor twice, never the model. */
    void release(String name);

    @Override
    void close();
}
