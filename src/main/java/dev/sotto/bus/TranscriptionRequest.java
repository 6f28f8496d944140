package dev.sotto.bus;

import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.KnownSpeakers;
import dev.sotto.transcript.PartialTranscript;
import dev.sotto.transcript.TranscriptionListener;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.transcript.WorkClass;
import java.util.Optional;

/**
 * Asks a worker for the transcript of a recording.
 *
 * @param name by which logs call it: ids and fixed words, nothing of the recording
 * @param source of the sound
 * @param model name or alias, as the caller gave it
 * @param workClass how soon the transcript is wanted
 * @param finished what an earlier attempt with the same sound, model and options has finished
 * @param known voices that its speakers may have
 */
public record TranscriptionRequest(
        String name,
        AudioSource source,
        String model,
        WorkClass workClass,
        TranscriptionOptions options,
        Optional<PartialTranscript> finished,
        TranscriptionListener listener,
        Cancellation cancellation,
        KnownSpeakers known) {
    /** Where no voice is known. */
    public TranscriptionRequest(
            String name,
            AudioSource source,
            String model,
            WorkClass workClass,
            TranscriptionOptions options,
            Optional<PartialTranscript> finished,
            TranscriptionListener listener,
            Cancellation cancellation) {
        this(name, source, model, workClass, options, finished, listener, cancellation, KnownSpeakers.NONE);
    }
}
