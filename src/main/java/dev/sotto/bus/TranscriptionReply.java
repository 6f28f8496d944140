package dev.sotto.bus;

import dev.sotto.fault.FaultCode;
import dev.sotto.transcript.SpeakerEvidence;
import dev.sotto.transcript.Transcript;
import java.util.Optional;

/** The answer to a {@link TranscriptionRequest}. A failure is a value, so that its kind survives the bus. */
public sealed interface TranscriptionReply {
    /**
     * The recording is transcribed.
     *
     * @param evidence what its speakers can be told apart from again; empty where no voices were told apart
     */
    record Succeeded(Transcript transcript, Optional<SpeakerEvidence> evidence) implements TranscriptionReply {
        public Succeeded(Transcript transcript) {
            this(transcript, Optional.empty());
        }
    }

    record Failed(FaultCode code, String message) implements TranscriptionReply {}
}
