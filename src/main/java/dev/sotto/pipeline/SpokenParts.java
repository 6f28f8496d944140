package dev.sotto.pipeline;

import dev.sotto.audio.Waveform;
import dev.sotto.transcript.TimeSpan;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.transcript.VoiceActivity;
import dev.sotto.vad.SampleSpan;
import dev.sotto.vad.SpeechNetwork;
import dev.sotto.vad.SpeechTimes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A recording, where in it somebody speaks, and how that is cut into windows.
 *
 * @param probabilities of speech, one for each window of the voice detection
 * @param faint stretches of the recording in which only faint speech was found
 * @param windows in closed-up time
 */
@SuppressWarnings("ArrayRecordComponent") // made once, shared by the steps of one run; equality is never asked for
record SpokenParts(
        Waveform recording,
        SpeechTimestampsMap pieces,
        float[] probabilities,
        VoiceActivity activity,
        List<SampleSpan> faint,
        List<SampleSpan> windows) {

    private static final long EDGE_SAMPLES = 3L * Waveform.SAMPLE_RATE;

    /**
     * Follows the options: only the clips where there are some.
     *
     * @param filters whether what is not speech is left out
     */
    static SpokenParts of(Waveform recording, SpeechSearch.Heard heard, TranscriptionOptions options, boolean filters) {
        VoiceActivity activity = options.speech().activity();
        long samples = recording.sampleCount();
        List<SampleSpan> spoken = filters
                ? toEdges(SpeechTimes.of(heard.probabilities(), samples, activity), samples)
                : List.of(new SampleSpan(0, samples));
        SpeechTimestampsMap pieces = new SpeechTimestampsMap(spoken).within(options.wantedSpans());
        return new SpokenParts(recording, pieces, heard.probabilities(), activity, heard.faint(), List.of())
                .cut(WindowCuts.WINDOW_MAX);
    }

    private SpokenParts cut(long longest) {
        return withWindows(WindowCuts.of(pieces, probabilities, activity, longest, borders()));
    }

    /** Where faint speech begins or ends, in closed-up time. */
    private List<Long> borders() {
        return faint.stream()
                .flatMap(stretch -> Stream.of(stretch.start(), stretch.end()))
                .map(pieces::closedUpSample)
                .distinct()
                .toList();
    }

    /** Spans of closed-up time in which speech is either faint or not; none where all is alike. */
    List<TimeSpan> alikeSpans() {
        List<TimeSpan> spans = new ArrayList<>();
        long from = 0;
        for (long border : borders()) {
            addSpan(from, border, spans);
            from = border;
        }
        addSpan(from, pieces.samples(), spans);
        return spans.size() == 1 ? List.of() : spans;
    }

    private void addSpan(long from, long to, List<TimeSpan> spans) {
        if (from < to) {
            spans.add(new TimeSpan(seconds(from), seconds(to)));
        }
    }

    /** Whether a part of closed-up time, which lies in one window, holds faint speech only. */
    boolean isFaint(SampleSpan part) {
        if (faint.isEmpty() || part.length() == 0) {
            return false;
        }
        long at = pieces.recordingSample(part.start());
        return faint.stream().anyMatch(stretch -> stretch.start() <= at && at < stretch.end());
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

    /** Whether all windows hold faint speech only. */
    boolean isAllFaint() {
        return windows.stream().allMatch(this::isFaint);
    }

    /** The windows by number: those of ordinary speech before those of faint speech, each in order. */
    List<Integer> windowsBySureness() {
        return IntStream.range(0, windows.size())
                .boxed()
                .sorted(Comparator.comparing(i -> isFaint(windows.get(i)))) // false comes first; stable
                .toList();
    }

    /** The same recording in shorter windows, at most so many seconds each. */
    SpokenParts inWindowsOf(int seconds) {
        return cut((long) seconds * Waveform.SAMPLE_RATE);
    }

    /** The same recording with other windows. */
    SpokenParts withWindows(List<SampleSpan> others) {
        return new SpokenParts(recording, pieces, probabilities, activity, faint, others);
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
