package dev.sotto.model.checkpoint;

import dev.sotto.model.ElementType;
import dev.sotto.model.ModelError;
import dev.sotto.model.ModelException;
import dev.sotto.model.file.TensorDirectory;
import dev.sotto.model.file.TensorEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A canonical tensor whose parts have been found in the files and have the right shapes and types. */
@SuppressWarnings("ArrayRecordComponent") // written once by the plan, never handed out for writing
record PlannedTensor(String name, long[] shape, List<Part> parts) {

    /** @param entry null for zeros */
    record Part(
            ElementType type,
            long[] shape,
            @Nullable TensorEntry entry,
            @Nullable TensorEntry scales) {}

    static PlannedTensor of(String name, long[] shape, TensorLayout layout, TensorDirectory directory) {
        List<String> sources = layout.sources(name);
        long[] partShape = shape.clone();
        partShape[0] = shape[0] / sources.size();
        List<TensorEntry> entries = new ArrayList<>();
        for (String source : sources) {
            if (!source.isEmpty()) {
                entries.add(directory.get(source));
            }
        }
        List<Part> parts = new ArrayList<>();
        int next = 0;
        for (String source : sources) {
            parts.add(
                    source.isEmpty()
                            ? new Part(entries.get(0).floatType(), partShape, null, null)
                            : part(entries.get(next++), partShape, layout));
        }
        return new PlannedTensor(name, shape, List.copyOf(parts));
    }

    private static Part part(TensorEntry entry, long[] shape, TensorLayout layout) {
        entry.requireShape(shape);
        Optional<TensorEntry> scales = layout.scales(entry);
        if (scales.isEmpty()) {
            ElementType type = entry.floatType();
            requireMappable(entry);
            return new Part(type, shape, entry, null);
        }
        TensorEntry scale = scales.get();
        if (scale.type() != ElementType.FLOAT32) {
            throw scale.wrongType("float32");
        }
        boolean perTensor = entry.type() == ElementType.INT16;
        scale.requireShape(perTensor ? new long[0] : new long[] {shape[0]});
        requireMappable(entry);
        return new Part(perTensor ? ElementType.INT16 : ElementType.INT8, shape, entry, scale);
    }

    private static void requireMappable(TensorEntry entry) {
        if (entry.byteLength() > Integer.MAX_VALUE) {
            throw new ModelException(
                    ModelError.UNSUPPORTED,
                    "%s: tensor %s has %d bytes; expected at most %d, the most that Java maps at once"
                            .formatted(entry.file().place(), entry.name(), entry.byteLength(), Integer.MAX_VALUE));
        }
    }
}
