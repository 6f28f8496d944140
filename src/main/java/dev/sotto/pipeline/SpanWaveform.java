package dev.sotto.pipeline;

import dev.sotto.audio.Waveform;
import dev.sotto.transcript.TimeSpan;
import dev.sotto.transcript.Warning;
import dev.sotto.vad.SampleSpan;
import java.util.Arrays;
import java.util.List;

/** A span of a recording as if it were a whole one. Its recording stays open: closing it does nothing. */
final class SpanWaveform implements Waveform {
    private final Waveform recording;
    private final long first;
    private final long count;

    private SpanWaveform(Waveform recording, long first, long count) {
        this.recording = recording;
        this.first = first;
        this.count = count;
    }

    SpanWaveform(Waveform recording, SampleSpan span) {
        this(recording, span.start(), span.length());
    }

    /** From the start of the first span to the end of the last one; no spans mean the whole. */
    static SpanWaveform around(Waveform recording, List<TimeSpan> spans) {
        double start = Double.POSITIVE_INFINITY;
        double end = 0;
        for (TimeSpan span : spans) {
            start = Math.min(start, span.startSeconds());
            end = Math.max(end, span.endSeconds());
        }
        boolean isWhole = spans.isEmpty();
        long first = isWhole ? 0 : sample(start, recording);
        return new SpanWaveform(recording, first, (isWhole ? recording.sampleCount() : sample(end, recording)) - first);
    }

    private static long sample(double seconds, Waveform recording) {
        return Math.round(Math.min(seconds, recording.durationSeconds()) * SAMPLE_RATE);
    }

    /** Where in its recording it begins. */
    double startSeconds() {
        return (double) first / SAMPLE_RATE;
    }

    @Override
    public long sampleCount() {
        return count;
    }

    /** What lies around it in the recording reads as zero, as for a recording of its own. */
    @Override
    public void read(long firstSample, float[] target, int targetOffset, int wanted) {
        long from = Math.max(0, Math.min(firstSample, count));
        long to = Math.max(from, Math.min(firstSample + wanted, count));
        Arrays.fill(target, targetOffset, targetOffset + wanted, 0);
        recording.read(first + from, target, targetOffset + (int) (from - firstSample), (int) (to - from));
    }

    @Override
    public List<Warning> warnings() {
        return recording.warnings();
    }

    @Override
    public void close() {
        // the recording is its opener's
    }
}
