package dev.sotto.worker.job;

import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.PartialTranscript;
import dev.sotto.transcript.TranscriptionListener;
import java.util.Optional;

/** What an attempt hears and what it reports. Every method returns at once. From any one thread at a time. */
public interface JobControl {
    /** Set when the attempt must stop, whatever for. */
    Cancellation cancellation();

    /** What is to be done, as it is stored. */
    String request();

    /** What earlier attempts have finished. */
    Optional<PartialTranscript> finishedBefore();

    /** It gets further, in a way that no progress tells. */
    void works();

    /**
     * Hears what a transcription reports. While it waits for a place neither its run time nor its lack of progress counts;
     * for each channel it may run so much longer; the next attempt may go on from a resume point.
     */
    TranscriptionListener listener();
}
