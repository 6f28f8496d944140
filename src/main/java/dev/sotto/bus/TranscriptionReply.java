package dev.sotto.bus;

import dev.sotto.fault.FaultCode;
import dev.sotto.transcript.Transcript;

/** The answer to a {@link TranscriptionRequest}. A failure is a value, so that its kind survives the bus. */
public sealed interface TranscriptionReply {
    record Succeeded(Transcript transcript) implements TranscriptionReply {}

    record Failed(FaultCode code, String message) implements TranscriptionReply {}
}
