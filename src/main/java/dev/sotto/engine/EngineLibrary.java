package dev.sotto.engine;

import dev.sotto.fault.FaultCode;
import dev.sotto.torch.TorchRuntime;
import dev.sotto.transcript.TranscriptionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The engine's native library: loads it, or says which file is missing, where it was looked for, and what to do. */
public final class EngineLibrary {
    private static final String FOLDER = "PYTORCH_LIBRARY_PATH";
    private static final List<String> CACHES = List.of("ENGINE_CACHE_DIR", "DJL_CACHE_DIR");
    private static final List<String> NEEDED = List.of("libtorch.so", "libtorch_cpu.so", "libc10.so");
    /** Between DJL and libtorch; its name may begin with DJL's version. */
    private static final String GLUE = "libdjl_torch.so";

    private static final Path MAPS = Path.of("/proc/self/maps");
    private static final int CAUSES_MAX = 20;

    private EngineLibrary() {}

    /**
     * Loads the library, and sets how many threads it uses.
     *
     * @throws TranscriptionException with {@code MODEL_INVALID} if it cannot be loaded
     */
    static void load(int threads) {
        try {
            TorchRuntime.threads(threads);
        } catch (RuntimeException | LinkageError e) {
            throw unusable(e);
        }
    }

    /**
     * The library's version, its devices, and the folder it was loaded from.
     *
     * @throws TranscriptionException with {@code MODEL_INVALID} if it cannot be loaded
     */
    public static List<String> describe() {
        try {
            List<String> lines = new ArrayList<>(TorchRuntime.describe());
            loadedFrom(MAPS).ifPresent(folder -> lines.add("native code in " + folder));
            return lines;
        } catch (RuntimeException | LinkageError e) {
            throw unusable(e);
        }
    }

    private static TranscriptionException unusable(Throwable failure) {
        return new TranscriptionException(FaultCode.MODEL_INVALID, sentence(System.getenv(), failure), failure);
    }

    /** @param environment with names of folders; properties of Java count where it names none */
    static String sentence(Map<String, String> environment, Throwable failure) {
        return "the engine's native library cannot be loaded (%s). %s"
                .formatted(
                        innermost(failure),
                        named(FOLDER, environment)
                                .map(folder -> ofFolder(Path.of(folder), environment))
                                .orElseGet(() -> ofJars(environment)));
    }

    private static String ofFolder(Path folder, Map<String, String> environment) {
        List<String> missing = missing(folder);
        String seen = missing.isEmpty()
                ? "which has all files: one of them is damaged, or made for another system"
                : "where %s %s missing".formatted(String.join(", ", missing), missing.size() == 1 ? "is" : "are");
        String flavor = named("PYTORCH_FLAVOR", environment).isPresent()
                ? ""
                : " PYTORCH_FLAVOR is not set; expected cpu, or that of the files, such as cu121.";
        return ("Looked in %s (%s), %s.%s Pull or build the image again; outside of images, unset %s, and the library comes"
                        + " from the program's jars.")
                .formatted(folder, FOLDER, seen, flavor, FOLDER);
    }

    private static String ofJars(Map<String, String> environment) {
        String unpacked = CACHES.stream()
                .flatMap(name -> named(name, environment).stream())
                .findFirst()
                .map(folder -> Path.of(folder, "pytorch").toString())
                .orElse("the folder natives/pytorch of the data folder");
        return ("Looked in %s, and for a jar pytorch-native-* of this system among the program's libraries. Delete that folder,"
                        + " and it is unpacked anew; if that does not help, unpack or build the program again.")
                .formatted(unpacked);
    }

    private static List<String> missing(Path folder) {
        List<String> missing = new ArrayList<>();
        NEEDED.stream()
                .filter(name -> !Files.isRegularFile(folder.resolve(name)))
                .forEach(missing::add);
        if (!hasGlue(folder)) {
            missing.add(GLUE);
        }
        return missing;
    }

    private static boolean hasGlue(Path folder) {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(file -> String.valueOf(file.getFileName()).endsWith(GLUE));
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }

    private static Optional<String> named(String name, Map<String, String> environment) {
        return Optional.ofNullable(environment.get(name)).or(() -> Optional.ofNullable(System.getProperty(name)));
    }

    /** What a library that does not load lacks is named only there. */
    private static String innermost(Throwable failure) {
        Throwable innermost = failure;
        for (int depth = 0; depth < CAUSES_MAX && innermost.getCause() != null; depth++) {
            innermost = innermost.getCause();
        }
        return Optional.ofNullable(innermost.getMessage())
                .orElse(innermost.getClass().getSimpleName());
    }

    /**
     * Where libtorch's code lies; empty where the system does not say.
     *
     * @param maps as Linux writes what a process has mapped
     */
    static Optional<Path> loadedFrom(Path maps) {
        try (Stream<String> lines = Files.lines(maps)) {
            return lines.filter(line -> line.endsWith("/libtorch_cpu.so"))
                    .map(line -> Path.of(line.substring(line.indexOf('/'))).getParent())
                    .findFirst();
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }
}
