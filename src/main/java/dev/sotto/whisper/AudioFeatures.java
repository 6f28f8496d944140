package dev.sotto.whisper;

/**
 * The encoder's output for one window, {@code [positions, width]}, wherever the network keeps it. Belongs to the
 * engine's thread and holds native memory until closed.
 */
public interface AudioFeatures extends AutoCloseable {
    @Override
    void close();
}
