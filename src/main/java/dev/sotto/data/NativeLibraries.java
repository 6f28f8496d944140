package dev.sotto.data;

import dev.sotto.config.ConfigException;
import dev.sotto.config.ServerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Where libraries unpack their native code: into a folder of the data folder, or one that the settings name, which nobody else may write into. By themselves
 * they take the folder of temporary files, under names that every user of the machine can guess, and which may not allow
 * code at all.
 */
public final class NativeLibraries {
    /** Of DJL, which unpacks once and finds what is there at the next start. */
    private static final List<String> LASTING = List.of("ENGINE_CACHE_DIR", "DJL_CACHE_DIR");
    /** Of JNA, SQLite and Netty, which unpack at every start. */
    private static final List<String> OF_ONE_RUN =
            List.of("jna.tmpdir", "org.sqlite.tmpdir", "io.netty.native.workdir");
    /** By which an image says that everything lies unpacked elsewhere. */
    private static final String UNPACKED_ENGINE = "PYTORCH_LIBRARY_PATH";

    private static final String UNPACKED_SQLITE = "org.sqlite.lib.path";

    /** Where Vert.x copies what it reads of the class path: the beginning of a name, with a number behind it. */
    private static final String COPIES = "vertx.cacheDirBase";

    private NativeLibraries() {}

    /**
     * To be called before any of them is used; later calls do no harm. A place that the environment or an option of Java names
     * stays. Deletes what killed processes left there. Blocks.
     *
     * @throws ConfigException saying what to do, if others can have put something there, or if no code may run there
     */
    public static void unpackInto(ServerConfig.Data data, Map<String, String> environment) {
        Path folder = data.natives();
        PrivateFolder.ofCode(folder);
        if (!isUnpackedElsewhere(environment)) {
            PrivateFolder.allowsCode(folder);
        }
        List<String> lasting = unset(LASTING, environment);
        lasting.forEach(property -> System.setProperty(property, folder.toString()));
        List<String> ofOneRun = new ArrayList<>(unset(OF_ONE_RUN, environment));
        if (!hasTemporaryFolder()) {
            ofOneRun.addAll(unset(List.of(COPIES), environment));
        }
        if (!ofOneRun.isEmpty()) {
            Path run = runFolder(folder);
            ofOneRun.forEach(property -> System.setProperty(
                    property, (property.equals(COPIES) ? run.resolve("vertx-cache") : run).toString()));
        }
    }

    private static List<String> unset(List<String> properties, Map<String, String> environment) {
        return properties.stream()
                .filter(property -> System.getProperty(property) == null && !environment.containsKey(property))
                .toList();
    }

    private static boolean isUnpackedElsewhere(Map<String, String> environment) {
        return environment.containsKey(UNPACKED_ENGINE) && System.getProperty(UNPACKED_SQLITE) != null;
    }

    private static Path runFolder(Path folder) {
        try {
            return RunFolder.make(folder, Instant.now());
        } catch (IOException e) {
            throw PrivateFolder.unusable(folder, e);
        }
    }

    /** A container that is started read-only has none, unless it is told to. */
    private static boolean hasTemporaryFolder() {
        Path folder = Path.of(System.getProperty("java.io.tmpdir", ""));
        return Files.isDirectory(folder) && Files.isWritable(folder);
    }
}
