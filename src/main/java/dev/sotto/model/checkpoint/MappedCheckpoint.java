package dev.sotto.model.checkpoint;

import dev.sotto.model.CanonicalTensor;
import dev.sotto.model.Checkpoint;
import dev.sotto.model.Dimensions;
import dev.sotto.model.ElementType;
import dev.sotto.model.ModelConfig;
import dev.sotto.model.TensorPart;
import dev.sotto.model.checkpoint.PlannedTensor.Part;
import dev.sotto.model.file.MappedTensors;
import dev.sotto.model.file.TensorDirectory;
import dev.sotto.model.file.TensorEntry;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A checkpoint whose whole plan was checked when it was opened; maps what is asked for. */
final class MappedCheckpoint implements Checkpoint {
    private final ModelConfig config;
    private final TensorDirectory directory;
    private final Map<String, PlannedTensor> plan;
    private final MappedTensors mapped = new MappedTensors();
    private boolean closed;

    private MappedCheckpoint(ModelConfig config, TensorDirectory directory, Map<String, PlannedTensor> plan) {
        this.config = config;
        this.directory = directory;
        this.plan = plan;
    }

    /** Takes over the directory and closes it with itself. */
    static MappedCheckpoint open(ModelConfig config, TensorDirectory directory, TensorLayout layout) {
        Map<String, PlannedTensor> plan = plan(config.dimensions(), directory, layout);
        MappedCheckpoint checkpoint = new MappedCheckpoint(config, directory, plan);
        String projectionSource = layout.sources(CanonicalShapes.PROJECTION).get(0);
        if (directory.find(projectionSource).isPresent()) {
            long[] shape = {
                config.dimensions().vocabularySize(), config.dimensions().width()
            };
            checkpoint.addProjection(PlannedTensor.of(CanonicalShapes.PROJECTION, shape, layout, directory));
        }
        return checkpoint;
    }

    /** Where each tensor of a network of this shape lies; throws if one is missing or has another shape or type. */
    static Map<String, PlannedTensor> plan(Dimensions dimensions, TensorDirectory directory, TensorLayout layout) {
        Map<String, PlannedTensor> plan = new LinkedHashMap<>();
        CanonicalShapes.of(dimensions)
                .forEach((name, shape) -> plan.put(name, PlannedTensor.of(name, shape, layout, directory)));
        return plan;
    }

    /** Many files repeat the embedding as projection; only one that differs is a tensor of its own. */
    private void addProjection(PlannedTensor projection) {
        Part own = projection.parts().get(0);
        Part embedding = planned(CanonicalShapes.EMBEDDING).parts().get(0);
        if (Objects.equals(own.entry(), embedding.entry())
                || (own.type() == embedding.type() && sameBytes(own, embedding))) {
            return;
        }
        plan.put(projection.name(), projection);
    }

    private boolean sameBytes(Part one, Part other) {
        boolean same = same(one.entry(), other.entry()) && same(one.scales(), other.scales());
        mapped.close();
        return same;
    }

    private boolean same(@Nullable TensorEntry one, @Nullable TensorEntry other) {
        if (one == null || other == null) {
            return one == null && other == null;
        }
        return mapped.map("one", one).equals(mapped.map("other", other));
    }

    @Override
    public ModelConfig config() {
        return config;
    }

    @Override
    public List<String> tensorNames() {
        return List.copyOf(plan.keySet());
    }

    @Override
    public CanonicalTensor tensor(String name) {
        if (closed) {
            throw new IllegalStateException("the checkpoint has been closed");
        }
        PlannedTensor tensor = planned(name);
        return new CanonicalTensor(
                name,
                tensor.shape().clone(),
                tensor.parts().stream().map(part -> mappedPart(name, part)).toList());
    }

    private PlannedTensor planned(String name) {
        PlannedTensor tensor = plan.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("the network has no tensor " + name);
        }
        return tensor;
    }

    private TensorPart mappedPart(String name, Part part) {
        ByteBuffer bytes = part.entry() == null ? null : mapped.map(name, part.entry());
        TensorEntry scales = part.scales();
        if (scales == null) {
            return new TensorPart(part.type(), part.shape().clone(), bytes, null);
        }
        ByteBuffer rowScales =
                part.type() == ElementType.INT16 ? repeated(scales, (int) part.shape()[0]) : mapped.map(name, scales);
        return new TensorPart(part.type(), part.shape().clone(), bytes, rowScales);
    }

    /** CTranslate2 gives an int16 tensor one scale; consumers see one per row in every case. */
    private static ByteBuffer repeated(TensorEntry scale, int rows) {
        float value = scale.read().getFloat();
        ByteBuffer buffer =
                ByteBuffer.allocateDirect(Math.multiplyExact(rows, Float.BYTES)).order(ByteOrder.LITTLE_ENDIAN);
        for (int row = 0; row < rows; row++) {
            buffer.putFloat(value);
        }
        return buffer.flip().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void release(String name) {
        mapped.release(name);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            mapped.close();
            directory.close();
        }
    }
}
