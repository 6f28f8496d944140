package dev.sotto.bus;

import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.TranscriptionListener;
import dev.sotto.transcript.TranscriptionOptions;
import java.nio.file.Path;

/**
 * Asks a worker for the transcript of a file that already lies on this machine.
 *
 * @param file stays the sender's: the worker reads it and leaves it
 * @param model name or alias, as the caller gave it
 */
public record TranscriptionRequest(
        Path file,
        String model,
        TranscriptionOptions options,
        TranscriptionListener listener,
        Cancellation cancellation) {}
