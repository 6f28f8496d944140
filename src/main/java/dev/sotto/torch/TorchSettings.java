package dev.sotto.torch;

/**
 * Where and how a network runs.
 *
 * @param device {@code cpu} or {@code cuda:n}
 */
public record TorchSettings(String device) {}
