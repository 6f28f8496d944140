package dev.sotto.engine;

import dev.sotto.model.Dimensions;
import dev.sotto.torch.ComputeType;
import dev.sotto.torch.Processor;
import java.util.List;
import java.util.Map;

/** Port: times compute types. On the engine's thread, except what says otherwise. */
public interface TypeBench {
    Processor processor();

    /** What may be timed, the expected one included. Any thread. */
    List<ComputeType> candidates();

    /** Names the library and kernels that are timed: a finding holds as long as these stay. Loads the library. Any thread. */
    String kernels();

    /** Prepares all candidates for a model of these dimensions, and lets each compute once. */
    Rounds open(Dimensions dimensions);

    /** Candidates ready to be timed. */
    interface Rounds extends AutoCloseable {
        /** Times each candidate once, side by side: ms a window of sound. */
        Map<ComputeType, Double> round();

        @Override
        void close();
    }
}
