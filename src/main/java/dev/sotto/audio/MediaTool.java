package dev.sotto.audio;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The programs that decode, as found on this machine by {@link MediaToolFinder}.
 *
 * @param ffmpeg absolute path of the program
 * @param prlimit absolute path of util-linux's prlimit, which caps memory, processor time and file size; absent elsewhere
 * @param version as ffmpeg says it, such as {@code 5.1.9-0+deb12u1}
 */
public record MediaTool(Path ffmpeg, Optional<Path> prlimit, String version) {}
