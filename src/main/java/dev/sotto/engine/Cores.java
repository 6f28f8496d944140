package dev.sotto.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How many threads are worth having: two on one core share its arithmetic units and only get in each other's way. */
public final class Cores {
    private static final Path DESCRIPTION = Path.of("/proc/cpuinfo");

    private Cores() {}

    /** Real cores, or what a container's limits leave of them; at least 1. */
    public static int usable() {
        int allowed = Runtime.getRuntime().availableProcessors(); // knows cgroup limits and affinity
        return description().map(lines -> real(lines, allowed)).orElse(allowed);
    }

    /** For people: the memory that the machine or its container allows, Java's part of it, and the processors. */
    public static String limits() {
        return MemoryShare.summary();
    }

    /** Linux's description of each processor; nothing elsewhere. */
    public static Optional<List<String>> description() {
        try {
            return Optional.of(Files.readAllLines(DESCRIPTION, StandardCharsets.UTF_8));
        } catch (IOException e) {
            return Optional.empty(); // another system than Linux
        }
    }

    /**
     * Cores among processors that may be its hyperthreads.
     *
     * @param lines of {@code /proc/cpuinfo}: for each processor a physical id and a core id
     * @param allowed processors that may be used
     */
    static int real(List<String> lines, int allowed) {
        Set<Map<String, String>> cores = new HashSet<>();
        Map<String, String> core = new HashMap<>();
        for (String line : lines) {
            String[] parts = line.split("\\s*:\\s*", 2);
            if (parts[0].equals("processor")) {
                core = new HashMap<>();
            } else if (parts[0].equals("physical id") || parts[0].equals("core id")) {
                core.put(parts[0], parts[parts.length - 1]);
                if (core.size() == 2) {
                    cores.add(core);
                }
            }
        }
        return cores.isEmpty() ? allowed : Math.max(1, Math.min(allowed, cores.size()));
    }
}
