package dev.sotto.pipeline;

import dev.sotto.audio.Waveform;
import dev.sotto.transcript.Warning;
import dev.sotto.vad.SampleSpan;
import java.util.Arrays;
import java.util.List;

/** A part of a recording's spoken parts, one behind the other. A view: closing it closes nothing. */
final class SpeechOnlyWaveform implements Waveform {
    private final Waveform recording;
    private final SpeechTimestampsMap pieces;
    private final SampleSpan part;

    /** @param part in closed-up time */
    SpeechOnlyWaveform(Waveform recording, SpeechTimestampsMap pieces, SampleSpan part) {
        this.recording = recording;
        this.pieces = pieces;
        this.part = part;
    }

    @Override
    public long sampleCount() {
        return part.length();
    }

    @Override
    public void read(long firstSample, float[] target, int targetOffset, int count) {
        Arrays.fill(target, targetOffset, targetOffset + count, 0f);
        long from = part.start() + Math.max(firstSample, 0);
        long to = Math.min(part.start() + firstSample + count, part.end());
        List<SampleSpan> list = pieces.list();
        for (int i = 0; i < list.size(); i++) {
            long start = Math.max(from, pieces.start(i));
            long end = Math.min(to, pieces.start(i + 1));
            if (start < end) {
                int offset = targetOffset + (int) (start - part.start() - firstSample);
                long source = list.get(i).start() + start - pieces.start(i);
                recording.read(source, target, offset, (int) (end - start));
            }
        }
    }

    @Override
    public List<Warning> warnings() {
        return recording.warnings();
    }

    /** The recording is another's. */
    @Override
    public void close() {}
}
