package dev.sotto.bench;

import dev.sotto.testing.ThisProcessor;
import dev.sotto.torch.Processor;
import dev.sotto.torch.TorchRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a figure is worth nothing without: the machine, its load, the libraries, the date. */
public final class MachineFacts {
    private static final List<String> TELLING_FLAGS =
            List.of("avx2", "avx_vnni", "avx512f", "avx512_vnni", "avx512_bf16", "amx_int8", "amx_bf16");

    private MachineFacts() {}

    static Map<String, Object> gather() throws IOException {
        Processor processor = ThisProcessor.read();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        facts.put("processor", processor.model());
        facts.put(
                "flags",
                TELLING_FLAGS.stream().filter(processor.flags()::contains).toList());
        facts.put("processors", Runtime.getRuntime().availableProcessors());
        facts.put("load", Files.readString(Path.of("/proc/loadavg")).split(" ")[0]);
        facts.put("java", System.getProperty("java.version"));
        facts.put("libraries", TorchRuntime.describe());
        return facts;
    }

    /** A line of the process's own status, such as {@code VmRSS} or {@code VmHWM}, in MiB. */
    public static long memoryMebibytes(String name) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                        .filter(line -> line.startsWith(name + ":"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .findFirst()
                        .orElse(0)
                >> 10;
    }
}
