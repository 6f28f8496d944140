package dev.sotto.diarize;

import dev.sotto.fault.FaultCode;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.TranscriptionException;

/** The one way in which this package stops before its end. */
final class Cancelled {
    private Cancelled() {}

    static void throwIf(Cancellation cancellation) {
        if (cancellation.isRequested()) {
            throw exception();
        }
    }

    static TranscriptionException exception() {
        return new TranscriptionException(
                FaultCode.CANCELLED, "the transcription was cancelled before its speakers were found");
    }
}
