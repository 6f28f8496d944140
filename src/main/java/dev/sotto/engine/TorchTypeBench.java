package dev.sotto.engine;

import dev.sotto.model.Dimensions;
import dev.sotto.torch.ComputeType;
import dev.sotto.torch.Processor;
import dev.sotto.torch.TorchRuntime;
import dev.sotto.torch.TypeProbe;
import java.util.List;
import java.util.Map;

/** Times compute types in libtorch on this machine's processor. */
public record TorchTypeBench(Processor processor) implements TypeBench {
    @Override
    public List<ComputeType> candidates() {
        return TypeProbe.candidates(processor);
    }

    @Override
    public String kernels() {
        return "libtorch-" + TorchRuntime.version() + TypeProbe.kernels(processor);
    }

    @Override
    public Rounds open(Dimensions dimensions) {
        TypeProbe probe = TypeProbe.open(dimensions, processor);
        return new Rounds() {
            @Override
            public Map<ComputeType, Double> round() {
                return probe.round();
            }

            @Override
            public void close() {
                probe.close();
            }
        };
    }
}
