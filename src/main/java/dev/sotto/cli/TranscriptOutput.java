package dev.sotto.cli;

import dev.sotto.format.DocumentOptions;
import dev.sotto.format.TranscriptFormat;
import dev.sotto.transcript.Transcript;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes finished transcripts: to standard output, or whole files into a folder, never half ones. */
final class TranscriptOutput {
    private final List<TranscriptFormat> formats;
    private final DocumentOptions document;
    private final Optional<Path> folder;
    private final boolean isNamed;
    private final Terminal terminal;
    private boolean isFirst = true;

    /**
     * Writes nothing yet.
     *
     * @param isNamed whether the name of each recording stands before its transcript on standard output
     */
    TranscriptOutput(
            List<TranscriptFormat> formats,
            DocumentOptions document,
            Optional<Path> folder,
            boolean isNamed,
            Terminal terminal) {
        this.formats = formats;
        this.document = document;
        this.folder = folder;
        this.isNamed = isNamed;
        this.terminal = terminal;
    }

    /** Written files, none for standard output. */
    List<Path> write(String recording, Transcript transcript) throws IOException {
        List<Path> written = new ArrayList<>();
        for (TranscriptFormat format : formats) {
            if (folder.isPresent()) {
                String name = Recording.stem(recording) + "." + format.fileExtension();
                written.add(toFile(folder.get().resolve(name), format.encode(transcript, document)));
            } else {
                writeName(recording, format);
                toStandardOutput(format.write(transcript, document));
            }
        }
        return written;
    }

    /** As head(1) does. Between documents of JSON it would break their stream, so it goes to standard error there. */
    private void writeName(String recording, TranscriptFormat format) {
        if (isNamed) {
            boolean isJson = format == TranscriptFormat.JSON || format == TranscriptFormat.VERBOSE_JSON;
            PrintStream stream = isJson ? terminal.err() : terminal.out();
            stream.print((isFirst || isJson ? "" : "\n") + "==> " + recording + " <==\n");
            isFirst = false;
        }
    }

    private void toStandardOutput(String document) throws IOException {
        terminal.out().print(document);
        if (!document.endsWith("\n") && !document.isEmpty()) {
            terminal.out().print('\n');
        }
        if (terminal.out().checkError()) {
            throw new IOException("standard output was closed before the transcript was written");
        }
    }

    private static Path toFile(Path file, byte[] document) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IllegalStateException(file + " has no folder");
        }
        Files.createDirectories(parent);
        // Not by createTempFile: it would be readable by its owner alone, whatever the user's umask says.
        Path part = parent.resolve(".sotto-" + ProcessHandle.current().pid() + ".part");
        Files.deleteIfExists(part);
        try {
            Files.write(part, document, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
        return file;
    }
}
