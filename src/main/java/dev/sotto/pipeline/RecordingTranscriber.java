package dev.sotto.pipeline;

import dev.sotto.audio.Waveform;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.Mode;
import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.TranscriptionListener;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.vad.SpeechDetector;
import dev.sotto.whisper.WhisperEngine;

/**
 * Transcribes recordings in the mode that the options name. Thread-safe; each call blocks its thread until the transcript
 * is whole.
 */
public final class RecordingTranscriber {
    /** Windows of one recording that may wait in the engine. More would only hold features meanwhile. */
    public static final int WINDOWS_AT_ONCE_MAX = 16;

    private final WhisperEngine engine;
    private final SpeechDetector detector;
    private final Mode defaultMode;

    /**
     * Shares the engine and the detector with others.
     *
     * @param defaultMode used where the options name none
     */
    public RecordingTranscriber(WhisperEngine engine, SpeechDetector detector, Mode defaultMode) {
        this.engine = engine;
        this.detector = detector;
        this.defaultMode = defaultMode;
    }

    /**
     * Blocks until the whole recording is transcribed.
     *
     * @throws dev.sotto.transcript.TranscriptionException with {@code CANCELLED}, {@code INVALID_OPTION}, {@code INTERNAL},
     *     or what loading the voice detection throws
     */
    public Transcript transcribe(
            Waveform waveform,
            TranscriptionOptions options,
            TranscriptionListener listener,
            Cancellation cancellation) {
        ModelFit.check(options, engine.model());
        if (options.speech().mode().orElse(defaultMode) == Mode.BATCHED) {
            return new BatchedTranscriber(engine, detector).transcribe(waveform, options, listener, cancellation);
        }
        SequentialTranscriber sequential = new SequentialTranscriber(engine);
        if (!options.speech().filters(Mode.SEQUENTIAL)) {
            return sequential.transcribe(waveform, options, listener, cancellation);
        }
        float[] probabilities = detector.probabilities(waveform, cancellation);
        SpokenParts parts = SpokenParts.of(waveform, probabilities, options, true);
        ClosedUpRecording closedUp = new ClosedUpRecording(parts);
        Transcript transcript = sequential.transcribe(
                closedUp.sound(), options.withoutClips(), closedUp.restoring(listener), cancellation);
        return closedUp.restored(transcript);
    }
}
