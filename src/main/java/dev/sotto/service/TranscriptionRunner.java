package dev.sotto.service;

import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.TranscriptionListener;
import dev.sotto.transcript.TranscriptionOptions;
import java.nio.file.Path;

/** An engine with its model loaded, for one caller. Not thread-safe. */
public interface TranscriptionRunner extends AutoCloseable {
    /**
     * Transcribes one recording; blocks until done.
     *
     * @throws dev.sotto.transcript.TranscriptionException if it cannot, or was cancelled
     */
    Transcript transcribe(
            Path file, TranscriptionOptions options, TranscriptionListener listener, Cancellation cancellation);

    @Override
    void close();
}
