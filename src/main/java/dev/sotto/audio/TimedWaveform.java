package dev.sotto.audio;

import dev.sotto.transcript.Warning;
import java.util.Arrays;
import java.util.List;

/**
 * Samples heard at the times of a {@link Timeline}. The silence between them takes no room anywhere.
 *
 * @param decoded without the silence; closed with this one
 * @param sampleCount at most the timeline's
 */
record TimedWaveform(Waveform decoded, Timeline timeline, long sampleCount) implements Waveform {
    @Override
    public void read(long firstSample, float[] target, int targetOffset, int count) {
        Arrays.fill(target, targetOffset, targetOffset + count, 0f);
        long end = Math.min(firstSample + count, sampleCount);
        for (int i = Math.max(0, timeline.runAt(firstSample));
                i < timeline.runs().size();
                i++) {
            Timeline.Run run = timeline.runs().get(i);
            if (run.at() >= end) {
                return;
            }
            long from = Math.max(firstSample, run.at());
            long to = Math.min(end, run.at() + length(i));
            if (from < to) {
                long source = run.firstSample() + from - run.at();
                decoded.read(source, target, targetOffset + (int) (from - firstSample), (int) (to - from));
            }
        }
    }

    private long length(int run) {
        boolean isLast = run == timeline.runs().size() - 1;
        long next =
                isLast ? decoded.sampleCount() : timeline.runs().get(run + 1).firstSample();
        return next - timeline.runs().get(run).firstSample();
    }

    @Override
    public List<Warning> warnings() {
        return decoded.warnings();
    }

    @Override
    public void close() {
        decoded.close();
    }
}
