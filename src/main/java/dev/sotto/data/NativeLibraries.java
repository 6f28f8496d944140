package dev.sotto.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Where libraries unpack their native code: into a folder of the data folder, which nobody else may write into. By themselves
 * they take the folder of temporary files, under names that every user of the machine can guess, and which may not allow
 * code at all.
 */
public final class NativeLibraries {
    private static final String FOLDER = "natives";
    /** Of DJL, JNA, SQLite and Netty. */
    private static final List<String> PROPERTIES =
            List.of("ENGINE_CACHE_DIR", "DJL_CACHE_DIR", "jna.tmpdir", "org.sqlite.tmpdir", "io.netty.native.workdir");

    /** Where Vert.x copies what it reads of the class path: the beginning of a name, with a number behind it. */
    private static final String COPIES = "vertx.cacheDirBase";

    private NativeLibraries() {}

    /**
     * To be called before any of them is used; later calls do no harm. A place that the environment or an option of Java names
     * stays. Blocks.
     *
     * @throws dev.sotto.config.ConfigException saying what to do, if others can have put something there
     */
    public static void unpackBelow(Path dataFolder, Map<String, String> environment) {
        Path folder = dataFolder.resolve(FOLDER);
        PrivateFolder.ofCode(folder);
        for (String property : PROPERTIES) {
            if (System.getProperty(property) == null && !environment.containsKey(property)) {
                System.setProperty(property, folder.toString());
            }
        }
        if (System.getProperty(COPIES) == null && !hasTemporaryFolder()) {
            System.setProperty(COPIES, folder.resolve("vertx-cache").toString());
        }
    }

    /** A container that is started read-only has none, unless it is told to. */
    private static boolean hasTemporaryFolder() {
        Path folder = Path.of(System.getProperty("java.io.tmpdir", ""));
        return Files.isDirectory(folder) && Files.isWritable(folder);
    }
}
