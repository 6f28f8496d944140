package dev.sotto.pipeline;

import dev.sotto.audio.Waveform;
import dev.sotto.transcript.VoiceActivity;
import dev.sotto.vad.SampleSpan;
import dev.sotto.vad.SpeechNetwork;
import dev.sotto.whisper.mel.Frames;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the spoken parts of a recording are cut into windows: at the longest pause that leaves a window long enough to be
 * worth its cost, and where there is no pause at the moment least like speech.
 */
final class WindowCuts {
    /** The most that the network hears at once. */
    static final long WINDOW_MAX = (long) Frames.WINDOW_SECONDS * Waveform.SAMPLE_RATE;

    private static final int GRID = SpeechNetwork.WINDOW_SAMPLES;

    private final SpeechTimestampsMap pieces;
    private final float[] probabilities;
    private final List<Pause> pauses;
    private final long longest;
    private final long shortest;
    private final long restMin; // a last window of a syllable would say anything

    private WindowCuts(SpeechTimestampsMap pieces, float[] probabilities, VoiceActivity activity, long longest) {
        this.longest = longest;
        this.shortest = longest / 2;
        this.restMin = longest / 6;
        this.pieces = pieces;
        this.probabilities = probabilities;
        this.pauses = pauses(activity.silenceThreshold());
    }

    /**
     * A place to cut.
     *
     * @param at closed-up sample
     * @param length of the silence in the recording, in samples
     */
    private record Pause(long at, long length) {}

    /**
     * The windows in closed-up time; together they are all of it.
     *
     * @param probabilities of the whole recording
     * @param longest samples in a window, at most {@link #WINDOW_MAX}
     */
    static List<SampleSpan> of(
            SpeechTimestampsMap pieces, float[] probabilities, VoiceActivity activity, long longest) {
        return of(pieces, probabilities, activity, longest, List.of());
    }

    /**
     * The same with windows that do not reach over some places.
     *
     * @param borders closed-up samples, in order
     */
    static List<SampleSpan> of(
            SpeechTimestampsMap pieces,
            float[] probabilities,
            VoiceActivity activity,
            long longest,
            List<Long> borders) {
        WindowCuts cuts = new WindowCuts(pieces, probabilities, activity, longest);
        List<SampleSpan> windows = new ArrayList<>();
        long from = 0;
        for (long border : borders) {
            cuts.addWindows(from, border, windows);
            from = border;
        }
        cuts.addWindows(from, pieces.samples(), windows);
        return windows;
    }

    private void addWindows(long start, long end, List<SampleSpan> windows) {
        long from = start;
        while (end - from > longest) {
            long cut = cut(from, end);
            windows.add(new SampleSpan(from, cut));
            from = cut;
        }
        if (from < end) {
            windows.add(new SampleSpan(from, end));
        }
    }

    private long cut(long from, long end) {
        long latest = Math.min(from + longest, end - restMin);
        Pause best = null;
        for (Pause pause : pauses) {
            boolean fits = pause.at() > from + shortest && pause.at() <= latest;
            if (fits && (best == null || pause.length() >= best.length())) {
                best = pause;
            }
        }
        return best == null ? leastSpeech(from + shortest, latest) : best.at();
    }

    private long leastSpeech(long from, long to) {
        long best = to;
        float least = Float.MAX_VALUE;
        for (long at = from + GRID; at <= to; at += GRID) {
            float probability =
                    probabilities[(int) Math.min(pieces.recordingSample(at) / GRID, probabilities.length - 1)];
            if (probability <= least) {
                least = probability;
                best = at;
            }
        }
        return best;
    }

    /** Joints of pieces, and the middles of the silences within them, in order. */
    private List<Pause> pauses(double silenceThreshold) {
        List<Pause> found = new ArrayList<>();
        List<SampleSpan> list = pieces.list();
        for (int i = 0; i < list.size(); i++) {
            if (i > 0) {
                long gap = list.get(i).start() - list.get(i - 1).end();
                found.add(new Pause(pieces.start(i), WINDOW_MAX + gap));
            }
            within(i, silenceThreshold, found);
        }
        return found;
    }

    private void within(int piece, double silenceThreshold, List<Pause> found) {
        SampleSpan span = pieces.list().get(piece);
        long offset = pieces.start(piece) - span.start();
        long silentSince = -1;
        for (long window = (span.start() + GRID - 1) / GRID; window * GRID < span.end(); window++) {
            boolean silent = window < probabilities.length && probabilities[(int) window] < silenceThreshold;
            if (silent && silentSince < 0) {
                silentSince = window * GRID;
            } else if (!silent && silentSince >= 0) {
                long end = window * GRID;
                found.add(new Pause(offset + (silentSince + end) / 2, end - silentSince));
                silentSince = -1;
            }
        }
    }
}
