package dev.sotto.pipeline;

import dev.sotto.audio.Waveform;
import dev.sotto.model.ModelConfig;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.Task;
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
    private static final String ONLY_LANGUAGE = "en"; // of English-only models
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
        check(options);
        EngineCalls calls = new EngineCalls(engine, cancellation);
        ScaledFrames frames = ScaledFrames.measure(new Frames(waveform), calls);
        String language = options.language().orElseGet(() -> detectLanguage(frames, options, calls));
        return new SequentialRun(frames, language, options, listener, calls).run();
    }

    private void check(TranscriptionOptions options) {
        ModelConfig model = engine.model();
        String language = options.language().orElse(ONLY_LANGUAGE);
        boolean known = model.multilingual() ? model.languages().containsKey(language) : language.equals(ONLY_LANGUAGE);
        if (!known) {
            throw invalid("language '%s' is not one this model knows; expected %s"
                    .formatted(
                            language, model.multilingual() ? model.languages().keySet() : "[en]: it is English-only"));
        }
        if (!model.multilingual() && options.task() == Task.TRANSLATE) {
            throw invalid("task 'translate' was asked of an English-only model; use a multilingual one");
        }
        int vocabulary = model.dimensions().vocabularySize();
        options.suppressTokens().stream()
                .filter(id -> id < -1 || id >= vocabulary)
                .findAny()
                .ifPresent(id -> {
                    throw invalid("suppressed token %d does not exist; expected -1 or an id below %d"
                            .formatted(id, vocabulary));
                });
    }

    private static TranscriptionException invalid(String message) {
        return new TranscriptionException(TranscriptionError.INVALID_OPTION, message);
    }

    /** From the first window that holds speech; from the first one when none does. */
    private String detectLanguage(ScaledFrames frames, TranscriptionOptions options, EngineCalls calls) {
        if (!engine.model().multilingual()) {
            return ONLY_LANGUAGE;
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
        return first == null ? ONLY_LANGUAGE : first;
    }

    /** The first window always, the others as long as they hold sound. */
    private static boolean isHeard(ScaledFrames frames, int window) {
        return window == 0 || window * Frames.PER_WINDOW < frames.contentFrames();
    }
}
