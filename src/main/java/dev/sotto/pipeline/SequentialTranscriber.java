package dev.sotto.pipeline;

import dev.sotto.audio.Waveform;
import dev.sotto.fault.FaultCode;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.PartialTranscript;
import dev.sotto.transcript.ResumePoint;
import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.TranscriptionException;
import dev.sotto.transcript.TranscriptionListener;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.whisper.EncodedWindow;
import dev.sotto.whisper.WhisperEngine;
import dev.sotto.whisper.mel.Frames;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Transcribes recordings window by window, as transcribe() in whisper/transcribe.py does (openai/whisper, MIT).
 *
 * <p>Of a recording of any length it holds the waveform (on disk), one window of samples, the tokens and the
 * segments; the spectrogram is made window by window after a first pass that finds the recording's peak. Thread-safe;
 * each call blocks its thread until the transcript is whole.
 */
public final class SequentialTranscriber {
    private final WhisperEngine engine;
    private final IntPredicate isFaint;

    public SequentialTranscriber(WhisperEngine engine) {
        this(engine, frame -> false);
    }

    /** @param isFaint whether a frame lies where only faint speech was found; windows that begin there must be believed */
    SequentialTranscriber(WhisperEngine engine, IntPredicate isFaint) {
        this.engine = engine;
        this.isFaint = isFaint;
    }

    /** As the other one, from the beginning. */
    public Transcript transcribe(
            Waveform waveform,
            TranscriptionOptions options,
            TranscriptionListener listener,
            Cancellation cancellation) {
        return transcribe(waveform, options, Optional.empty(), listener, cancellation);
    }

    /**
     * Blocks until the whole recording is transcribed.
     *
     * @param finished what an earlier run with the same recording, model and options has finished, in this mode
     * @throws TranscriptionException with {@link FaultCode#CANCELLED}, {@code INVALID_OPTION} or {@code INTERNAL}
     */
    public Transcript transcribe(
            Waveform waveform,
            TranscriptionOptions options,
            Optional<PartialTranscript> finished,
            TranscriptionListener listener,
            Cancellation cancellation) {
        ModelFit.check(options, engine);
        EngineCalls calls = new EngineCalls(engine, cancellation);
        Optional<ResumePoint> point = finished.map(PartialTranscript::resume);
        ScaledFrames frames = point.isPresent()
                ? new ScaledFrames(new Frames(waveform), ((ResumePoint.Sequential) point.get()).peak())
                : ScaledFrames.measure(new Frames(waveform), calls);
        SpokenLanguage language = point.map(SpokenLanguage::of)
                .or(() -> options.language().map(SpokenLanguage::given))
                .orElseGet(() -> detectLanguage(frames, options, calls));
        DecodingJob job = new DecodingJob(engine, language, options, cancellation);
        return new SequentialRun(frames, job, isFaint, listener, calls).run(finished);
    }

    private SpokenLanguage detectLanguage(ScaledFrames frames, TranscriptionOptions options, EngineCalls calls) {
        if (!engine.model().multilingual()) {
            return SpokenLanguage.ONLY;
        }
        // The first window always, the others as long as they hold sound; those of ordinary speech first.
        int count = Math.max(1, -Math.floorDiv(-frames.contentFrames(), Frames.PER_WINDOW));
        List<Integer> starts = IntStream.range(0, count)
                .mapToObj(i -> i * Frames.PER_WINDOW)
                .sorted(Comparator.comparing(isFaint::test))
                .toList();
        return LanguageSearch.language(count, options, i -> {
            try (EncodedWindow window = frames.encode(starts.get(i), Frames.PER_WINDOW, calls)) {
                return calls.detectLanguage(window);
            }
        });
    }
}
