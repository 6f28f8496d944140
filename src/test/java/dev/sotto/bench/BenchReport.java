package dev.sotto.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/** Where what was measured goes: a table on the terminal, and a line of JSON in {@code target/bench}. */
final class BenchReport {
    private static final Path FOLDER = Path.of("target/bench");

    private BenchReport() {}

    /** @param name of the file, which grows by a line */
    static void write(String name, Map<String, Object> report) throws IOException {
        report.forEach((key, value) -> System.out.printf("  %-32s %s%n", key, value));
        line(name, report);
    }

    /** As {@link #write}, for those who print a table of their own. */
    static void line(String name, Map<String, Object> report) throws IOException {
        Files.createDirectories(FOLDER);
        String line = new ObjectMapper().writeValueAsString(report) + System.lineSeparator();
        Files.writeString(FOLDER.resolve(name + ".jsonl"), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
