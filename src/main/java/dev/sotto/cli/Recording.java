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

/** A recording named on the command line; standard input lies in a file of its own until closed. */
final class Recording implements AutoCloseable {
    static final String STANDARD_INPUT = "-";

    private static final long STANDARD_INPUT_BYTES_MAX = 4L << 30;

    private final Path file;
    private final boolean isTemporary;

    private Recording(Path file, boolean isTemporary) {
        this.file = file;
        this.isTemporary = isTemporary;
    }

    /**
     * Finds the file, or reads standard input to its end.
     *
     * @throws NoSuchFileException if there is no such file; its message says what is there
     */
    static Recording open(String name, InputStream standardInput) throws IOException {
        return name.equals(STANDARD_INPUT)
                ? copied(standardInput, STANDARD_INPUT_BYTES_MAX)
                : new Recording(existing(name), false);
    }

    /** The name without folder and ending. */
    static String stem(String name) {
        if (name.equals(STANDARD_INPUT)) {
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
            throw new NoSuchFileException(name, null, "no such file");
        }
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            String seen = Files.isDirectory(file) ? "a folder; expected a recording" : "cannot be read by this user";
            throw new NoSuchFileException(name, null, seen);
        }
        return file;
    }

    static Recording copied(InputStream input, long bytesMax) throws IOException {
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
                            "standard input is longer than %d MiB; give the recording as a file"
                                    .formatted(bytesMax >> 20));
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
