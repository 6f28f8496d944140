package dev.sotto.engine;

import dev.sotto.model.CanonicalTensor;
import dev.sotto.model.Checkpoint;
import dev.sotto.torch.ComputeType;
import dev.sotto.whisper.slot.SlotBudget;

/**
 * About how much memory a server takes that has loaded one model: for people who choose one, not for limits. In float32,
 * with all slots in use; int8 holds a quarter of the weights. Compared with what servers took, in benchmarks.md.
 */
final class ModelMemory {
    /** The JVM, libtorch, and what a transcription works with. */
    static final long BASE_BYTES = 850L << 20;

    private ModelMemory() {}

    /** Weights of four bytes, and slots that take about as much again, up to what one lane may. */
    static long bytes(long parameters) {
        long weights = parameters * Float.BYTES;
        return BASE_BYTES + weights + Math.min(weights, SlotBudget.DEFAULT_LANE_BYTES);
    }

    /** Of one weight; what is not a linear map is kept finer, and is little. */
    static int bytesOf(ComputeType type) {
        return switch (type) {
            case FLOAT32 -> Float.BYTES;
            case FLOAT16, BFLOAT16 -> Short.BYTES;
            case INT8 -> Byte.BYTES;
        };
    }

    /** Maps each tensor in turn and reads none. */
    static long parameters(Checkpoint checkpoint) {
        long parameters = 0;
        for (String name : checkpoint.tensorNames()) {
            CanonicalTensor tensor = checkpoint.tensor(name);
            long elements = 1;
            for (long size : tensor.shape()) {
                elements *= size;
            }
            parameters += elements;
            checkpoint.release(name);
        }
        return parameters;
    }
}
