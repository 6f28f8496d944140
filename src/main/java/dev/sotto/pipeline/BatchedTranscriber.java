package dev.sotto.pipeline;

import dev.sotto.audio.Waveform;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.PartialTranscript;
import dev.sotto.transcript.RecordingStage;
import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.TranscriptionListener;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.vad.SampleSpan;
import dev.sotto.vad.SpeechDetector;
import dev.sotto.whisper.EncodedWindow;
import dev.sotto.whisper.LanguageDetection;
import dev.sotto.whisper.WhisperEngine;
import dev.sotto.whisper.mel.Frames;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Transcribes recordings with all windows at once: what is spoken is cut at pauses into windows of 30 s and less, which
 * know nothing of one another. Thread-safe; each call blocks its thread until the transcript is whole.
 *
 * <p>Of a recording it holds what {@link SequentialTranscriber} holds, one number for each 32 ms, and the windows in
 * flight.
 */
final class BatchedTranscriber {
    private final WhisperEngine engine;
    private final SpeechDetector detector;
    private final WindowLength length;

    BatchedTranscriber(WhisperEngine engine, SpeechDetector detector, WindowLength length) {
        this.engine = engine;
        this.detector = detector;
        this.length = length;
    }

    Transcript transcribe(
            Waveform waveform,
            TranscriptionOptions options,
            Optional<PartialTranscript> finished,
            TranscriptionListener listener,
            Cancellation cancellation) {
        SpeechSearch search = new SpeechSearch(detector, engine.workClass(), cancellation);
        SpeechSearch.Heard heard = listener.timed(RecordingStage.SPEECH, () -> search.hear(waveform, options));
        SpokenParts parts =
                SpokenParts.of(waveform, heard, options, options.speech().filters());
        return transcribe(parts, options, finished, listener, cancellation);
    }

    /** The same for a recording that is cut into windows. */
    Transcript transcribe(
            SpokenParts parts,
            TranscriptionOptions options,
            Optional<PartialTranscript> finished,
            TranscriptionListener listener,
            Cancellation cancellation) {
        if (options.languagePerWindow()
                && engine.model().multilingual()
                && !parts.windows().isEmpty()) {
            return multilingual(parts, options, listener, cancellation);
        }
        Spoken spoken = finished.map(part -> SpokenLanguage.of(part.resume()))
                .or(() -> options.language().map(SpokenLanguage::given))
                .map(language -> new Spoken(language, null))
                .orElseGet(() -> detectLanguage(parts, options, new EngineCalls(engine, cancellation)));
        return new BatchedRun(parts, job(spoken.language(), options, cancellation), listener)
                .run(Optional.ofNullable(spoken.first()), finished);
    }

    private DecodingJob job(SpokenLanguage language, TranscriptionOptions options, Cancellation cancellation) {
        return new DecodingJob(engine, language, options, length, cancellation);
    }

    private Transcript multilingual(
            SpokenParts parts,
            TranscriptionOptions options,
            TranscriptionListener listener,
            Cancellation cancellation) {
        EngineCalls calls = new EngineCalls(engine, cancellation);
        SpokenParts units = parts.inWindowsOf(WindowLanguages.UNIT_SECONDS);
        List<WindowLanguages.Run> runs = WindowLanguages.of(
                units.windows().size(),
                options.fallback().noSpeechThreshold().orElse(1),
                i -> unclearIfFaint(units, i, detectLanguage(units, i, calls).among(options.languages())));
        DecodingJob job = job(SpokenLanguage.given(runs.get(0).language()), options, cancellation);
        return new MultilingualRun(units, job, listener).run(runs);
    }

    /** Noise and music sound like some language: faint speech has that of the speech around it. */
    private static LanguageDetection unclearIfFaint(SpokenParts parts, int window, LanguageDetection detection) {
        boolean isFaint = parts.isFaint(parts.windows().get(window)) && !parts.isAllFaint();
        return isFaint ? new LanguageDetection(detection.language(), detection.probabilities(), 1) : detection;
    }

    /** A language, and the first window if it was encoded to find it. */
    private record Spoken(SpokenLanguage language, @Nullable EncodedWindow first) {}

    private Spoken detectLanguage(SpokenParts parts, TranscriptionOptions options, EngineCalls calls) {
        if (!engine.model().multilingual() || parts.windows().isEmpty()) {
            return new Spoken(SpokenLanguage.ONLY, null);
        }
        List<Integer> order = parts.windowsBySureness();
        EncodedWindow first = encode(parts, order.get(0), calls);
        try {
            SpokenLanguage language = LanguageSearch.language(
                    order.size(),
                    options,
                    i -> i == 0 ? calls.detectLanguage(first) : detectLanguage(parts, order.get(i), calls));
            if (order.get(0) == 0) {
                return new Spoken(language, first);
            }
            first.close();
            return new Spoken(language, null);
        } catch (RuntimeException e) {
            first.close();
            throw e;
        }
    }

    private LanguageDetection detectLanguage(SpokenParts parts, int window, EngineCalls calls) {
        try (EncodedWindow encoded = encode(parts, window, calls)) {
            return calls.detectLanguage(encoded);
        }
    }

    private EncodedWindow encode(SpokenParts parts, int window, EngineCalls calls) {
        SampleSpan part = parts.windows().get(window);
        Frames frames = new Frames(parts.sound(part));
        int positions = length.positions(frames.contentFrames(), parts.isFaint(part));
        return calls.encode(frames.content(), calls.logMelPeak(frames.hearing()), positions);
    }
}
