package dev.sotto.audio;

import java.nio.file.Path;

/**
 * The programs that decode, as found on this machine by {@link MediaToolFinder}.
 *
 * @param ffmpeg absolute path of the program
 * @param fence what it is started through
 * @param version as ffmpeg says it, such as {@code 5.1.9-0+deb12u1}
 * @param isBundled whether it is the one that Sotto carries
 */
public record MediaTool(Path ffmpeg, ProcessSandbox fence, String version, boolean isBundled) {}
