package dev.sotto.cli;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the default model was written.
 *
 * @param folder of the model
 * @param settings the file that names it now
 * @param overriding a variable of the environment that names another and wins, as {@code NAME=VALUE}
 * @param whisper1 the model that {@code whisper-1} stands for
 */
public record DefaultModel(Path folder, Path settings, Optional<String> overriding, String whisper1) {}
