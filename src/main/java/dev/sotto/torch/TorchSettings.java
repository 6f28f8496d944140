package dev.sotto.torch;

/**
 * Where and how a network runs.
 *
 * @param device {@code cpu} or {@code cuda:n}
 * @param slots windows decoded at once
 */
public record TorchSettings(String device, int slots) {
    public TorchSettings {
        if (slots < 1) {
            throw new IllegalArgumentException("%d slots; expected at least 1".formatted(slots));
        }
    }
}
