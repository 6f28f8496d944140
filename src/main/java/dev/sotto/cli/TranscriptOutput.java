package dev.sotto.cli;

import dev.sotto.format.DocumentOptions;
import dev.sotto.format.TranscriptFormat;
import dev.sotto.transcript.Transcript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes finished transcripts: to standard output, or whole files into a folder, never half ones. */
final class TranscriptOutput {
    private final List<TranscriptFormat> formats;
    private final DocumentOptions document;
    private final Optional<Path> folder;
    private final Terminal terminal;

    TranscriptOutput(
            List<TranscriptFormat> formats, DocumentOptions document, Optional<Path> folder, Terminal terminal) {
        this.formats = formats;
        this.document = document;
        this.folder = folder;
        this.terminal = terminal;
    }

    /** Written files, none for standard output. */
    List<Path> write(String recording, Transcript transcript) throws IOException {
        List<Path> written = new ArrayList<>();
        for (TranscriptFormat format : formats) {
            String text = format.write(transcript, document);
            if (folder.isPresent()) {
                String name = Recording.stem(recording) + "." + format.fileExtension();
                written.add(toFile(folder.get().resolve(name), text));
            } else {
                toStandardOutput(text);
            }
        }
        return written;
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

    private static Path toFile(Path file, String document) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IllegalStateException(file + " has no folder");
        }
        Files.createDirectories(parent);
        Path part = Files.createTempFile(parent, ".sotto-", ".part");
        try {
            Files.writeString(part, document);
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
        return file;
    }
}
