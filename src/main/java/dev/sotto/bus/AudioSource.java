package dev.sotto.bus;

import java.nio.file.Path;

/** Where the sound of a transcription comes from. */
public sealed interface AudioSource {
    /**
     * A recording that already lies on this machine.
     *
     * @param path stays the sender's: the worker reads it and leaves it
     */
    record File(Path path) implements AudioSource {}
}
