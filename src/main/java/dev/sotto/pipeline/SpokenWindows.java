package dev.sotto.pipeline;

import dev.sotto.pipeline.SilenceSkip.Verdict;
import dev.sotto.transcript.Segment;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.whisper.EncodedWindow;
import java.util.List;

/**
 * What word times change about one window after the other: its segments, where the next one begins, what is thrown out.
 * Remembers where speech was last heard. Not thread-safe.
 *
 * <p>Follows the part for word_timestamps of transcribe() in whisper/transcribe.py (openai/whisper, MIT).
 */
final class SpokenWindows {
    private final TranscriptionOptions options;
    private final WordTimer timer;
    private final EngineCalls calls;
    private double lastSpeechSeconds;

    SpokenWindows(TranscriptionOptions options, WordTimer timer, EngineCalls calls) {
        this.options = options;
        this.timer = timer;
        this.calls = calls;
    }

    /** Goes on behind windows that an earlier run has judged. */
    void restore(double lastSpeech) {
        lastSpeechSeconds = lastSpeech;
    }

    double lastSpeechSeconds() {
        return lastSpeechSeconds;
    }

    /**
     * Times the words of a window; leaves it as it is where no words were asked for.
     *
     * @param cut its segments, and where the next window begins by its timestamps
     * @param endsInSilence whether its last timestamp says that nothing follows
     */
    Verdict judge(EncodedWindow window, Verdict cut, WindowPlace place, boolean endsInSilence) {
        if (!options.words().timestamps()) {
            return cut;
        }
        List<Segment> timed = timer.time(window, cut.segments(), place, calls);
        double end = SilenceSkip.lastEnd(timed);
        boolean byWord = !endsInSilence && end > place.startSeconds();
        Verdict verdict = new Verdict(timed, byWord ? WindowPlace.frames(end) : cut.nextSeek(), false);
        if (options.words().hallucinationSilenceThreshold().isPresent()) {
            double threshold = options.words().hallucinationSilenceThreshold().getAsDouble();
            verdict = new SilenceSkip(threshold).judge(verdict, place, endsInSilence);
        }
        double lastEnd = SilenceSkip.lastEnd(verdict.segments());
        if (!Double.isNaN(lastEnd)) {
            lastSpeechSeconds = lastEnd;
        }
        return verdict;
    }
}
