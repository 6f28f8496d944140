package dev.sotto.engine;

import dev.sotto.engine.TypeFinding.Rival;
import dev.sotto.engine.TypeFinding.Verdict;
import dev.sotto.torch.ComputeType;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Findings about compute types in {@code compute-types.properties} of the data folder, by key. It may be deleted at any time.
 * Read anew at each call, so that several processes may share a folder: the last to write wins.
 */
public final class FindingFile {
    private static final Logger LOG = LoggerFactory.getLogger(FindingFile.class);
    private static final String VERSION_KEY = "version";
    /** Without a version, a file holds one type a key, timed once, whatever else ran. */
    private static final String VERSION = "2";

    private static final String COMMENT =
            "What was found about compute types; may be deleted, then it is measured again.";

    private final Path file;

    public FindingFile(Path dataFolder) {
        this.file = dataFolder.resolve("compute-types.properties");
    }

    /**
     * A finding and when it was made.
     *
     * @param model by whose dimensions; others may share them
     */
    record Dated(String model, Instant measured, TypeFinding finding) {}

    /** What stands under a key; nothing if that cannot be read. */
    Optional<Dated> find(String key) {
        return read(known(), key);
    }

    /** All findings whose key begins so, by key. */
    List<Dated> findAll(String prefix) {
        Properties known = known();
        return known.stringPropertyNames().stream()
                .filter(name -> name.startsWith(prefix) && name.endsWith(".chosen"))
                .sorted()
                .map(name -> read(known, name.substring(0, name.length() - ".chosen".length())))
                .flatMap(Optional::stream)
                .toList();
    }

    /** In one step, so that a reader never sees half a file. Returns whether it could be written. */
    boolean keep(String key, Dated dated) {
        Properties known = known();
        write(known, key, dated);
        try {
            Path folder = file.toAbsolutePath().getParent();
            Files.createDirectories(folder);
            Path part = Files.createTempFile(folder, "compute-types", ".part");
            try (Writer writer = Files.newBufferedWriter(part)) {
                known.store(writer, COMMENT);
            }
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
            return true;
        } catch (IOException e) {
            LOG.warn("{} cannot be written, so the compute type is measured at each start: {}", file, e.toString());
            return false;
        }
    }

    private Properties known() {
        Properties known = new Properties();
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                known.load(reader);
            } catch (IOException | IllegalArgumentException e) {
                LOG.warn("{} cannot be read and is measured anew: {}", file, e.getMessage());
                known.clear();
            }
        }
        String version = known.getProperty(VERSION_KEY, "none");
        if (!known.isEmpty() && !version.equals(VERSION)) {
            LOG.info("{} is of another version ({}, not {}): it is ignored, and measured anew", file, version, VERSION);
            known.clear();
        }
        known.setProperty(VERSION_KEY, VERSION);
        return known;
    }

    private static void write(Properties known, String key, Dated dated) {
        TypeFinding finding = dated.finding();
        String measured = key + ".rival.";
        known.stringPropertyNames().stream()
                .filter(name -> name.startsWith(measured))
                .forEach(known::remove);
        known.setProperty(key + ".model", dated.model());
        known.setProperty(key + ".measured", dated.measured().toString());
        known.setProperty(key + ".expected", finding.expected().toString());
        known.setProperty(key + ".chosen", finding.chosen().toString());
        known.setProperty(key + ".verdict", finding.verdict().toString());
        known.setProperty(key + ".rounds", Integer.toString(finding.rounds()));
        finding.rivals()
                .forEach((type, rival) ->
                        known.setProperty(measured + type, rival.timesAsLong() + " " + rival.roundsFaster()));
    }

    private Optional<Dated> read(Properties known, String key) {
        if (!known.containsKey(key + ".chosen")) {
            return Optional.empty();
        }
        try {
            TypeFinding finding = new TypeFinding(
                    ComputeType.named(known.getProperty(key + ".expected", "")),
                    ComputeType.named(known.getProperty(key + ".chosen", "")),
                    Verdict.named(known.getProperty(key + ".verdict", "")),
                    Integer.parseInt(known.getProperty(key + ".rounds", "")),
                    rivals(known, key + ".rival."));
            Instant measured = Instant.parse(known.getProperty(key + ".measured", ""));
            return Optional.of(new Dated(known.getProperty(key + ".model", ""), measured, finding));
        } catch (IllegalArgumentException | DateTimeException e) {
            LOG.warn("{}: what stands under {} cannot be read and is measured anew: {}", file, key, e.getMessage());
            return Optional.empty();
        }
    }

    private static Map<ComputeType, Rival> rivals(Properties known, String prefix) {
        return known.stringPropertyNames().stream()
                .filter(name -> name.startsWith(prefix))
                .collect(Collectors.toMap(
                        name -> ComputeType.named(name.substring(prefix.length())),
                        name -> rival(known.getProperty(name)),
                        (one, other) -> other,
                        () -> new EnumMap<>(ComputeType.class)));
    }

    private static Rival rival(String text) {
        String[] parts = text.split(" ", -1);
        if (parts.length != 2) {
            throw new IllegalArgumentException("expected a ratio and a number of rounds, seen: " + text);
        }
        return new Rival(Double.parseDouble(parts[0]), Integer.parseInt(parts[1]));
    }
}
