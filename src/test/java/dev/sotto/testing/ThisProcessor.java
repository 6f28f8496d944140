package dev.sotto.testing;

import dev.sotto.torch.Processor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The processor that tests and benchmarks run on. */
public final class ThisProcessor {
    private static final Path DESCRIPTION = Path.of("/proc/cpuinfo");

    private ThisProcessor() {}

    public static Processor read() {
        try {
            return Files.exists(DESCRIPTION) ? Processor.parse(Files.readAllLines(DESCRIPTION)) : Processor.UNKNOWN;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
