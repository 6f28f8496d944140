package dev.sotto.torch;

/**
 * Where and how a network runs.
 *
 * @param device {@code cpu} or {@code cuda:n}
 * @param precision fit for the device
 */
public record TorchSettings(String device, Precision precision) {
    /** In float32, the type that equals the reference. */
    public TorchSettings(String device) {
        this(device, Precision.FLOAT32);
    }
}
