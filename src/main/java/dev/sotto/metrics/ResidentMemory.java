package dev.sotto.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Resident memory of this process as the system counts it: weights and slots are native, so the heap is a small part. */
final class ResidentMemory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Pattern LINE = Pattern.compile("VmRSS:\\s+(\\d+) kB");

    private ResidentMemory() {}

    static double bytes() {
        try {
            Matcher line = LINE.matcher(Files.readString(STATUS));
            return line.find() ? Long.parseLong(line.group(1)) * 1024.0 : Double.NaN;
        } catch (IOException e) {
            return Double.NaN; // no Linux
        }
    }
}
