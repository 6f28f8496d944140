package dev.sotto.bus;

import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.PartialTranscript;
import dev.sotto.transcript.TranscriptionListener;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.transcript.WorkClass;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Asks a worker for the transcript of a file that already lies on this machine.
 *
 * @param name by which logs call it: ids and fixed words, nothing of the recording
 * @param file stays the sender's: the worker reads it and leaves it
 * @param model name or alias, as the caller gave it
 * @param workClass how soon the transcript is wanted
 * @param finished what an earlier attempt with the same file, model and options has finished
 */
public record TranscriptionRequest(
        String name,
        Path file,
        String model,
        WorkClass workClass,
        TranscriptionOptions options,
        Optional<PartialTranscript> finished,
        TranscriptionListener listener,
        Cancellation cancellation) {}
