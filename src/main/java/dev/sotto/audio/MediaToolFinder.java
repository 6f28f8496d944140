package dev.sotto.audio;

import dev.sotto.transcript.WorkClass;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Looks for ffmpeg: at the configured place if there is one, else on the search path, else in the jars. Blocks while it asks
 * for the version.
 */
public final class MediaToolFinder {
    /** The oldest ffmpeg whose options and messages are known to fit. */
    public static final int MAJOR_VERSION_MIN = 4;

    private static final Duration VERSION_MAX = Duration.ofSeconds(10);
    private static final Pattern VERSION = Pattern.compile("ffmpeg version (\\S{1,80}).*");
    private static final Pattern RELEASE = Pattern.compile("n?(\\d{1,3})\\.\\d.*");
    private static final String INSTALL =
            "install it (Debian and Ubuntu: apt-get install ffmpeg; Fedora: dnf install ffmpeg-free;"
                    + " macOS: brew install ffmpeg) or configure the path of the program";

    private final Optional<Path> configured;
    private final String searchPath;
    private final Optional<BundledTool> bundled;

    /**
     * Touches nothing yet.
     *
     * @param configured the program itself, or nothing to look on the search path
     * @param searchPath folders as in the environment variable PATH
     * @param bundled for machines that have none
     */
    public MediaToolFinder(Optional<Path> configured, String searchPath, Optional<BundledTool> bundled) {
        this.configured = configured;
        this.searchPath = searchPath;
        this.bundled = bundled;
    }

    /**
     * Finds the programs, and proves ffmpeg by asking for its version.
     *
     * @throws AudioException {@link FaultCode#TOOL_FAILED}, saying what to install, if there is no usable ffmpeg
     */
    public MediaTool find() {
        Optional<Path> installed = configured.map(MediaToolFinder::checked).or(() -> onSearchPath("ffmpeg"));
        Path ffmpeg = installed.orElseGet(this::carried);
        return new MediaTool(ffmpeg, fence(ffmpeg), version(ffmpeg), installed.isEmpty());
    }

    /** Some systems have these programs without all of their options; only what works is used. */
    private ProcessSandbox fence(Path ffmpeg) {
        ProcessSandbox found = new ProcessSandbox(
                onSearchPath("prlimit"), onSearchPath("setpriv"), onSearchPath("setsid"), onSearchPath("nice"));
        if (works(found, ffmpeg)) {
            return found;
        }
        ProcessSandbox caps = new ProcessSandbox(found.prlimit(), Optional.empty(), Optional.empty(), Optional.empty());
        return works(caps, ffmpeg) ? caps : ProcessSandbox.NONE;
    }

    private static boolean works(ProcessSandbox fence, Path ffmpeg) {
        List<String> command = new ArrayList<>(fence.caps(1L << 40, VERSION_MAX.toSeconds(), 1L << 40, WorkClass.BULK));
        command.addAll(List.of(ffmpeg.toString(), "-version"));
        ChildProcess.Exit exit = new ChildProcess(command, Optional.empty(), VERSION_MAX).run(line -> {}, () -> false);
        return exit.ending() == ChildProcess.Ending.EXITED && exit.code() == 0;
    }

    private static Path checked(Path ffmpeg) {
        if (!Files.isRegularFile(ffmpeg) || !Files.isExecutable(ffmpeg)) {
            throw AudioException.toolFailed("The configured ffmpeg is not a program that can be run; " + INSTALL + ".");
        }
        return ffmpeg.toAbsolutePath();
    }

    private Path carried() {
        return bundled.map(BundledTool::unpacked)
                .orElseThrow(
                        () -> AudioException.toolFailed("ffmpeg was not found on the search path; " + INSTALL + "."));
    }

    private Optional<Path> onSearchPath(String program) {
        return Stream.of(searchPath.split(Pattern.quote(File.pathSeparator), -1))
                .filter(folder -> !folder.isEmpty())
                .flatMap(folder -> Stream.of(program, program + ".exe").flatMap(name -> resolved(folder, name)))
                .filter(path -> path.isAbsolute() && Files.isRegularFile(path) && Files.isExecutable(path))
                .findFirst();
    }

    private static Stream<Path> resolved(String folder, String name) {
        try {
            return Stream.of(Path.of(folder, name));
        } catch (InvalidPathException e) {
            return Stream.empty();
        }
    }

    private static String version(Path ffmpeg) {
        StringBuilder firstLine = new StringBuilder();
        ChildProcess.Exit exit = new ChildProcess(List.of(ffmpeg.toString(), "-version"), Optional.empty(), VERSION_MAX)
                .run(line -> firstLine.append(firstLine.isEmpty() ? line : ""), () -> false);
        if (exit.ending() == ChildProcess.Ending.TIMED_OUT) {
            throw AudioException.toolFailed("The ffmpeg that was found did not say its version within %d s."
                    .formatted(VERSION_MAX.toSeconds()));
        }
        Matcher matcher = VERSION.matcher(firstLine);
        if (exit.code() != 0 || !matcher.matches()) {
            throw AudioException.toolFailed("The ffmpeg that was found does not work: asked for its version, it ended"
                    + " with code %d; %s.".formatted(exit.code(), INSTALL));
        }
        return recentEnough(matcher.group(1));
    }

    /** Builds from a development branch have no release number; they pass. */
    private static String recentEnough(String version) {
        Matcher release = RELEASE.matcher(version);
        if (release.matches() && Integer.parseInt(release.group(1)) < MAJOR_VERSION_MIN) {
            throw AudioException.toolFailed(
                    "The ffmpeg that was found is version %s; at least version %d is needed; %s."
                            .formatted(version, MAJOR_VERSION_MIN, INSTALL));
        }
        return version;
    }
}
