package dev.sotto.pipeline;

import dev.sotto.audio.Waveform;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.TranscriptionError;
import dev.sotto.transcript.TranscriptionException;
import dev.sotto.transcript.TranscriptionListener;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.whisper.EncodedWindow;
import dev.sotto.whisper.LanguageDetection;
import dev.sotto.whisper.WhisperEngine;
import dev.sotto.whisper.mel.Frames;

/**
 * Transcribes recordings window by window, as transcribe() in whisper/transcribe.py does (openai/whisper, MIT).
 *
 * <p>Of a recording of any length it holds the waveform (on disk), one window of samples, the tokens and the
 * segments; the spectrogram is made window by window after a first pass that finds the recording's peak. Thread-safe;
 * each call blocks its thread until the transcript is whole.
 */
public final class SequentialTranscriber {
    private static final int LANGUAGE_WINDOWS_MAX = 10;

    private final WhisperEngine engine;

    public SequentialTranscriber(WhisperEngine engine) {
        this.engine = engine;
    }

    /**
     * Blocks until the whole recording is transcribed.
     *
     * @throws TranscriptionException with {@link TranscriptionError#CANCELLED}, {@code INVALID_OPTION} or {@code INTERNAL}
     */
    public Transcript transcribe(
            Waveform waveform,
            TranscriptionOptions options,
            TranscriptionListener listener,
            Cancellation cancellation) {
        ModelFit.check(options, engine.model());
        EngineCalls calls = new EngineCalls(engine, cancellation);
        ScaledFrames frames = ScaledFrames.measure(new Frames(waveform), calls);
        String language = options.language().orElseGet(() -> detectLanguage(frames, options, calls));
        return new SequentialRun(frames, language, options, listener, calls).run();
    }

    /** From the first window that holds speech; from the first one when none does. */
    private String detectLanguage(ScaledFrames frames, TranscriptionOptions options, EngineCalls calls) {
        if (!engine.model().multilingual()) {
            return ModelFit.ONLY_LANGUAGE;
        }
        double threshold = options.noSpeechThreshold().orElse(1);
        String first = null;
        for (int i = 0; i < LANGUAGE_WINDOWS_MAX && isHeard(frames, i); i++) {
            LanguageDetection detection;
            try (EncodedWindow window = frames.encode(i * Frames.PER_WINDOW, Frames.PER_WINDOW, calls)) {
                detection = calls.detectLanguage(window);
            }
            if (detection.noSpeechProbability() <= threshold) {
                return detection.language();
            }
            first = first == null ? detection.language() : first;
        }
        return first == null ? ModelFit.ONLY_LANGUAGE : first;
    }

    /** The first window always, the others as long as they hold sound. */
    private static boolean isHeard(ScaledFrames frames, int window) {
        return window == 0 || window * Frames.PER_WINDOW < frames.contentFrames();
    }
}
