package dev.sotto.model.checkpoint;

import dev.sotto.model.file.TensorEntry;
import java.util.List;
import java.util.Optional;

/** Where one format keeps the parts of the canonical tensors. */
interface TensorLayout {
    /**
     * The names in the files whose rows, one behind the other, are the canonical tensor; each has the same number of
     * rows. An empty name stands for zeros.
     */
    List<String> sources(String canonicalName);

    /** The scales of a quantised tensor, if the format has such. */
    Optional<TensorEntry> scales(TensorEntry weights);
}
