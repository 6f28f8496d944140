package dev.sotto.pipeline;

import dev.sotto.audio.Waveform;
import dev.sotto.transcript.AudioContext;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.Mode;
import dev.sotto.transcript.PartialTranscript;
import dev.sotto.transcript.RecordingStage;
import dev.sotto.transcript.ResumePoint;
import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.TranscriptionListener;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.vad.SpeechDetector;
import dev.sotto.whisper.WhisperEngine;
import java.util.List;
import java.util.Optional;

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
    private final WindowLength length;

    /** As the other one, with what the settings are where nobody has set them. */
    public RecordingTranscriber(WhisperEngine engine, SpeechDetector detector, Mode defaultMode) {
        this(engine, detector, defaultMode, AudioContext.AUTO);
    }

    /**
     * Shares the engine and the detector with others.
     *
     * @param defaultMode used where the options name none
     * @param audioContext in batched mode; in sequential mode all of a window is heard
     */
    public RecordingTranscriber(
            WhisperEngine engine, SpeechDetector detector, Mode defaultMode, AudioContext audioContext) {
        this(engine, detector, defaultMode, WindowLength.of(audioContext, engine.model()));
    }

    RecordingTranscriber(WhisperEngine engine, SpeechDetector detector, Mode defaultMode, WindowLength length) {
        this.engine = engine;
        this.detector = detector;
        this.defaultMode = defaultMode;
        this.length = length;
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
        return transcribe(waveform, options, Optional.empty(), listener, cancellation);
    }

    /**
     * The same, behind what an earlier run has finished: the transcript is that of a run that was not cut off.
     *
     * @param finished of the same recording, model and options; its mode counts
     */
    public Transcript transcribe(
            Waveform waveform,
            TranscriptionOptions options,
            Optional<PartialTranscript> finished,
            TranscriptionListener listener,
            Cancellation cancellation) {
        ModelFit.check(options, engine);
        return transcribed(waveform, options, finished, listener, cancellation)
                .withWarnings(ModelFit.warnings(options, engine));
    }

    private Transcript transcribed(
            Waveform waveform,
            TranscriptionOptions options,
            Optional<PartialTranscript> finished,
            TranscriptionListener listener,
            Cancellation cancellation) {
        if (options.alignment().text().isPresent()) {
            return new TextAligner(engine, detector, length).align(waveform, options, listener, cancellation);
        }
        if (mode(options, finished) == Mode.BATCHED) {
            return new BatchedTranscriber(engine, detector, length)
                    .transcribe(waveform, options, finished, listener, cancellation);
        }
        if (!options.speech().filters()) {
            return new SequentialTranscriber(engine).transcribe(waveform, options, finished, listener, cancellation);
        }
        SpeechSearch search = new SpeechSearch(detector, engine.workClass(), cancellation);
        SpeechSearch.Heard heard = listener.timed(RecordingStage.SPEECH, () -> search.hear(waveform, options));
        SpokenParts parts = SpokenParts.of(waveform, heard, options, true);
        SpeechOnlyRecording closedUp = new SpeechOnlyRecording(parts, engine.tokenizer());
        List<Segment> before = finished.map(PartialTranscript::segments).orElse(List.of());
        Transcript transcript = new SequentialTranscriber(engine, closedUp::isFaint)
                .transcribe(
                        closedUp.sound(),
                        closedUp.options(options),
                        finished,
                        closedUp.restoring(listener, before.size()),
                        cancellation);
        return closedUp.restored(transcript, before);
    }

    private Mode mode(TranscriptionOptions options, Optional<PartialTranscript> finished) {
        return finished.map(part -> part.resume() instanceof ResumePoint.Batched ? Mode.BATCHED : Mode.SEQUENTIAL)
                .orElseGet(() -> options.languagePerWindow()
                        ? Mode.BATCHED
                        : options.speech().mode().orElse(defaultMode));
    }
}
