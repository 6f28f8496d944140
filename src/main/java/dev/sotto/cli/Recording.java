package dev.sotto.cli;

import dev.sotto.fault.FaultCode;
import dev.sotto.transcript.TranscriptionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;

/** A recording named on the command line; what comes through standard input or a pipe lies in a file of its own until closed. */
final class Recording implements AutoCloseable {
    /** What Java makes of bytes of a name that are no letter in the encoding of the locale; the file cannot be named any more. */
    private static final char UNREADABLE = '\uFFFD';

    private static final String NOT_UTF8 =
            "no such file; if its name is not UTF-8, rename it, or read it by 'transcribe - < FILE'";

    static final String STANDARD_INPUT = "-";

    private static final long STREAM_BYTES_MAX = 4L << 30;
    /** S_IFMT and S_IFIFO of POSIX. */
    private static final int TYPE_BITS = 0170000;

    private static final int PIPE = 0010000;

    /** Other names of standard input. A program that is given one as a file, as ffmpeg is, would read its own. */
    private static final Set<String> ALIASES = Set.of("/dev/stdin", "/dev/fd/0", "/proc/self/fd/0");

    private final Path file;
    private final boolean isTemporary;

    private Recording(Path file, boolean isTemporary) {
        this.file = file;
        this.isTemporary = isTemporary;
    }

    /**
     * Finds the file, or reads standard input or a pipe such as the shell's {@code <(...)} to its end.
     *
     * @throws NoSuchFileException if there is no such file; its message says what is there
     */
    static Recording open(String name, InputStream standardInput) throws IOException {
        if (isStandardInput(name)) {
            return copied(standardInput, "standard input", STREAM_BYTES_MAX);
        }
        Path file = existing(name);
        if (Files.isRegularFile(file) && !isOfThisProcess(file)) {
            return new Recording(file, false);
        }
        try (InputStream stream = Files.newInputStream(file)) {
            return copied(stream, "the stream", STREAM_BYTES_MAX);
        }
    }

    /** Open in this process and perhaps without a name; another program would look among its own. */
    private static boolean isOfThisProcess(Path file) {
        return file.startsWith("/dev/fd") || file.startsWith("/proc/self/fd");
    }

    private static boolean isPipe(Path file) {
        try {
            return ((int) Files.getAttribute(file, "unix:mode") & TYPE_BITS) == PIPE;
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return false; // a system that does not tell
        }
    }

    static boolean isStandardInput(String name) {
        return name.equals(STANDARD_INPUT) || ALIASES.contains(name);
    }

    /** The name without folder and ending. */
    static String stem(String name) {
        if (isStandardInput(name)) {
            return "stdin";
        }
        String file = fileName(name);
        int dot = file.lastIndexOf('.');
        return dot > 0 ? file.substring(0, dot) : file;
    }

    /** The name without folder. */
    static String fileName(String name) {
        return name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    }

    Path file() {
        return file;
    }

    @Override
    public void close() throws IOException {
        if (isTemporary) {
            Files.deleteIfExists(file);
        }
    }

    private static Path existing(String name) throws NoSuchFileException {
        Path file;
        try {
            file = Path.of(name);
        } catch (InvalidPathException e) {
            throw new NoSuchFileException(name, null, "not a file name");
        }
        if (!Files.exists(file)) {
            throw new NoSuchFileException(name, null, name.indexOf(UNREADABLE) < 0 ? "no such file" : NOT_UTF8);
        }
        if (Files.isDirectory(file)) {
            throw new NoSuchFileException(name, null, "a folder; expected a recording");
        }
        if (!Files.isReadable(file)) {
            throw new NoSuchFileException(name, null, "cannot be read by this user");
        }
        if (!Files.isRegularFile(file) && !isPipe(file)) {
            throw new NoSuchFileException(name, null, "a device; expected a recording or a pipe");
        }
        return file;
    }

    static Recording copied(InputStream input, String what, long bytesMax) throws IOException {
        Path file = Files.createTempFile("sotto-stdin-", ".media");
        Recording recording = new Recording(file, true);
        try (OutputStream copy = Files.newOutputStream(file)) {
            byte[] buffer = new byte[1 << 16];
            long bytes = 0;
            for (int read = input.read(buffer); read >= 0; read = input.read(buffer)) {
                bytes += read;
                if (bytes > bytesMax) {
                    throw new TranscriptionException(
                            FaultCode.MEDIA_LIMIT_EXCEEDED,
                            "%s is longer than %d MiB; give the recording as a file".formatted(what, bytesMax >> 20));
                }
                copy.write(buffer, 0, read);
            }
        } catch (IOException | RuntimeException e) {
            recording.close();
            throw e;
        }
        return recording;
    }
}
