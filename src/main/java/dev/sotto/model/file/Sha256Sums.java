package dev.sotto.model.file;

import dev.sotto.digest.Sha256;
import dev.sotto.model.ModelError;
import dev.sotto.model.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file {@code SHA256SUMS} of a model folder: what its files were when the model was installed, in the form that
 * {@code sha256sum --check} reads.
 */
public final class Sha256Sums {
    /** The name of the file, in the model's folder. */
    public static final String FILE = "SHA256SUMS";

    private static final long FILE_BYTES_MAX = 1 << 20;
    private static final Pattern LINE = Pattern.compile("([0-9a-f]{64}) [ *](.+)");

    private Sha256Sums() {}

    /**
     * Writes the file.
     *
     * @param sums 64 lower-case digits by the name of a file in the folder
     */
    public static void write(Path folder, Map<String, String> sums) throws IOException {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(sums)
                .forEach((name, sum) ->
                        text.append(sum).append("  ").append(name).append('\n'));
        Files.writeString(folder.resolve(FILE), text);
    }

    /**
     * Reads every file that {@code SHA256SUMS} names; blocks on the disk.
     *
     * @return a sentence for each file that is not what it was; empty where the folder has no such file
     * @throws ModelException if {@code SHA256SUMS} or a file cannot be read
     */
    public static Optional<List<String>> differences(Path folder) {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            List<String> found = new ArrayList<>();
            for (Map.Entry<String, String> sum : read(file).entrySet()) {
                difference(folder, sum.getKey(), sum.getValue()).ifPresent(found::add);
            }
            return Optional.of(found);
        } catch (IOException e) {
            throw ModelException.unreadable(folder, e);
        }
    }

    private static Optional<String> difference(Path folder, String name, String expected) throws IOException {
        Path file = folder.resolve(name);
        if (!Files.isRegularFile(file)) {
            return Optional.of(name + " is missing");
        }
        String seen = Sha256.hexOf(file);
        return seen.equals(expected)
                ? Optional.empty()
                : Optional.of("%s has SHA-256 %s; expected %s".formatted(name, seen, expected));
    }

    private static SortedMap<String, String> read(Path file) throws IOException {
        if (Files.size(file) > FILE_BYTES_MAX) {
            throw malformed(file, "has %d bytes; expected at most %d".formatted(Files.size(file), FILE_BYTES_MAX));
        }
        SortedMap<String, String> sums = new TreeMap<>();
        for (String line : Files.readAllLines(file)) {
            Matcher matcher = LINE.matcher(line);
            if (!matcher.matches() || leadsOut(matcher.group(2))) {
                throw malformed(
                        file, "has the line '%s'; expected a sum and the name of a file in the folder".formatted(line));
            }
            sums.put(matcher.group(2), matcher.group(1));
        }
        return sums;
    }

    private static ModelException malformed(Path file, String what) {
        return new ModelException(ModelError.FILE_MALFORMED, ModelException.place(file) + " " + what);
    }

    private static boolean leadsOut(String name) {
        return name.contains("/") || name.contains("\\") || name.equals("..");
    }
}
