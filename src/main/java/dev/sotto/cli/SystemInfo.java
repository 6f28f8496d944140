package dev.sotto.cli;

import dev.sotto.audio.MediaToolFinder;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * What {@code doctor} looks at.
 *
 * @param java such as {@code 17.0.15 (Debian)}
 * @param javaFeature its feature number, such as 17
 * @param system such as {@code Linux amd64}
 * @param limits memory and processors that this process may use, in words
 * @param processorInfo Linux's {@code /proc/cpuinfo}; may be missing
 * @param engine loads the native library and says its version and devices, one a line; throws if it cannot
 * @param computeTypes which type models are computed in, and how sure that is; throws if the library does not load
 * @param ffmpeg finds what decodes
 * @param defaultModel name of the model used where none is named
 * @param writableFolders where the server must be able to write
 */
public record SystemInfo(
        String java,
        int javaFeature,
        String system,
        String limits,
        Path processorInfo,
        Callable<List<String>> engine,
        Callable<List<ComputeChoice>> computeTypes,
        MediaToolFinder ffmpeg,
        String defaultModel,
        List<Path> writableFolders) {
    public SystemInfo {
        writableFolders = List.copyOf(writableFolders);
    }
}
