package dev.sotto.pipeline;

import dev.sotto.audio.Waveform;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.transcript.VoiceActivity;
import dev.sotto.vad.SampleSpan;
import dev.sotto.vad.SpeechNetwork;
import dev.sotto.vad.SpeechTimes;
import java.util.ArrayList;
import java.util.List;

/**
 * A recording, where in it somebody speaks, and how that is cut into windows.
 *
 * @param probabilities of speech, one for each window of the voice detection
 * @param windows in closed-up time
 */
@SuppressWarnings("ArrayRecordComponent") // made once, shared by the steps of one run; equality is never asked for
record SpokenParts(
        Waveform recording,
        SpeechTimestampsMap pieces,
        float[] probabilities,
        VoiceActivity activity,
        List<SampleSpan> windows) {

    private static final long EDGE_SAMPLES = 3L * Waveform.SAMPLE_RATE;

    /**
     * Follows the options: only the clips where there are some.
     *
     * @param filters whether what is not speech is left out
     */
    static SpokenParts of(Waveform recording, float[] probabilities, TranscriptionOptions options, boolean filters) {
        VoiceActivity activity = options.speech().activity();
        long samples = recording.sampleCount();
        List<SampleSpan> spoken = filters
                ? toEdges(SpeechTimes.of(probabilities, samples, activity), samples)
                : List.of(new SampleSpan(0, samples));
        SpeechTimestampsMap pieces = new SpeechTimestampsMap(spoken).within(options.wantedSpans());
        List<SampleSpan> windows = WindowCuts.of(pieces, probabilities, activity, WindowCuts.WINDOW_MAX);
        return new SpokenParts(recording, pieces, probabilities, activity, windows);
    }

    /** A short silence at either end of a recording stays: a soft first or last word may lie in it. */
    private static List<SampleSpan> toEdges(List<SampleSpan> spoken, long samples) {
        List<SampleSpan> widened = new ArrayList<>(spoken);
        int last = spoken.size() - 1;
        if (last >= 0 && spoken.get(0).start() < EDGE_SAMPLES) {
            widened.set(0, new SampleSpan(0, spoken.get(0).end()));
        }
        if (last >= 0 && samples - spoken.get(last).end() < EDGE_SAMPLES) {
            widened.set(last, new SampleSpan(widened.get(last).start(), samples));
        }
        return widened;
    }

    /** The same recording in shorter windows, at most so many seconds each. */
    SpokenParts inWindowsOf(int seconds) {
        return withWindows(WindowCuts.of(pieces, probabilities, activity, (long) seconds * Waveform.SAMPLE_RATE));
    }

    /** The same recording with other windows. */
    SpokenParts withWindows(List<SampleSpan> others) {
        return new SpokenParts(recording, pieces, probabilities, activity, others);
    }

    /** What is heard in a part of closed-up time. */
    Waveform sound(SampleSpan part) {
        return new SpeechOnlyWaveform(recording, pieces, part);
    }

    /** Seconds in which somebody speaks, by the threshold, in a part of closed-up time. */
    double spokenSeconds(SampleSpan part) {
        int windows = 0;
        for (long at = part.start(); at < part.end(); at += SpeechNetwork.WINDOW_SAMPLES) {
            int window = (int) (pieces.recordingSample(at) / SpeechNetwork.WINDOW_SAMPLES);
            if (window < probabilities.length && probabilities[window] >= activity.threshold()) {
                windows++;
            }
        }
        return seconds((long) windows * SpeechNetwork.WINDOW_SAMPLES);
    }

    double seconds(long samples) {
        return (double) samples / Waveform.SAMPLE_RATE;
    }
}
