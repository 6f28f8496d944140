package dev.sotto.bus;

import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.TranscriptionError;

/** The answer to a {@link TranscriptionRequest}. A failure is a value, so that its kind survives the bus. */
public sealed interface TranscriptionReply {
    record Succeeded(Transcript transcript) implements TranscriptionReply {}

    record Failed(TranscriptionError error, String message) implements TranscriptionReply {}
}
