package dev.sotto.cli;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What to copy where.
 *
 * @param folder is made; absolute
 * @param config settings file that names the data folder; empty means the usual place
 */
public record BackupRequest(Path folder, Optional<Path> config) {}
