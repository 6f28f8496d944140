package dev.sotto.model.catalogue;

import dev.sotto.model.ModelFormat;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A model folder of this machine.
 *
 * @param name under which {@link ModelStore#find} finds it
 * @param licence as the catalogue or the model's own card states it
 */
public record InstalledModel(String name, Path folder, ModelFormat format, long sizeBytes, Optional<String> licence) {}
