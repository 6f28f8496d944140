package dev.sotto.metrics;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;

/**
 * What the health checks read.
 *
 * @param isEngineLoaded whether a transcription sent now would be worked on; answers at once
 * @param isStopping whether the server shuts down; answers at once
 * @param drain whether it takes no more jobs
 * @param store asks the job store something that it must write or read for; may block, fails if it cannot
 * @param dataFolder whose disk must have room
 * @param freeBytesMin less room than this is not healthy
 */
public record HealthSources(
        BooleanSupplier isEngineLoaded,
        BooleanSupplier isStopping,
        Drain drain,
        Callable<?> store,
        Path dataFolder,
        long freeBytesMin) {}
