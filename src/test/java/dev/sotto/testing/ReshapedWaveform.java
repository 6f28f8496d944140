package dev.sotto.testing;

import dev.sotto.audio.Waveform;
import dev.sotto.transcript.Warning;
import java.util.List;

/** A recording made quieter, repeated, or longer by silence; a view of it. */
public final class ReshapedWaveform implements Waveform {
    private interface Place {
        /** Sample of the recording heard at a sample of the view; negative for silence. */
        long of(long sample);
    }

    private final Waveform recording;
    private final long samples;
    private final float gain;
    private final Place place;

    private ReshapedWaveform(Waveform recording, long samples, float gain, Place place) {
        this.recording = recording;
        this.samples = samples;
        this.gain = gain;
        this.place = place;
    }

    /** Rounded to 16 bits again, as a quiet file would be. */
    public static Waveform scaled(Waveform recording, float gain) {
        return new ReshapedWaveform(recording, recording.sampleCount(), gain, sample -> sample);
    }

    public static Waveform repeated(Waveform recording, int times) {
        long length = recording.sampleCount();
        return new ReshapedWaveform(recording, times * length, 1, sample -> sample % length);
    }

    /** Silence is put in at two moments, half of it each, so that the whole lasts so long. */
    public static Waveform stretchedTo(int seconds, Waveform recording, int firstSecond, int secondSecond) {
        long total = (long) seconds * SAMPLE_RATE;
        long gap = (total - recording.sampleCount()) / 2;
        long first = (long) firstSecond * SAMPLE_RATE;
        long second = (long) secondSecond * SAMPLE_RATE;
        return new ReshapedWaveform(recording, total, 1, sample -> {
            if (sample < first) {
                return sample;
            }
            if (sample < first + gap) {
                return -1;
            }
            if (sample < second + gap) {
                return sample - gap;
            }
            return sample < second + 2 * gap ? -1 : sample - 2 * gap;
        });
    }

    /** A recording in two parts with silence between them. */
    public static Waveform parted(Waveform recording, double atSecond, double silentSeconds) {
        long at = Math.round(atSecond * SAMPLE_RATE);
        long silent = Math.round(silentSeconds * SAMPLE_RATE);
        return new ReshapedWaveform(recording, recording.sampleCount() + silent, 1, sample -> {
            if (sample < at) {
                return sample;
            }
            return sample < at + silent ? -1 : sample - silent;
        });
    }

    /** A part of a recording, behind silence. */
    public static Waveform behindSilence(double silentSeconds, Waveform recording, double from, double to) {
        long silent = Math.round(silentSeconds * SAMPLE_RATE);
        long first = Math.round(from * SAMPLE_RATE);
        long end = Math.min(recording.sampleCount(), Math.round(to * SAMPLE_RATE));
        return new ReshapedWaveform(
                recording, silent + end - first, 1, sample -> sample < silent ? -1 : sample - silent + first);
    }

    @Override
    public long sampleCount() {
        return samples;
    }

    @Override
    public void read(long firstSample, float[] target, int targetOffset, int count) {
        int done = 0;
        while (done < count) {
            int run = runAt(firstSample + done, count - done);
            long source = sourceOf(firstSample + done);
            if (source < 0) {
                java.util.Arrays.fill(target, targetOffset + done, targetOffset + done + run, 0f);
            } else {
                recording.read(source, target, targetOffset + done, run);
            }
            done += run;
        }
        if (gain != 1) {
            for (int i = targetOffset; i < targetOffset + count; i++) {
                target[i] = Math.round(target[i] * gain * 32768) / 32768f;
            }
        }
    }

    private long sourceOf(long sample) {
        return sample < 0 || sample >= samples ? -1 : place.of(sample);
    }

    /** Samples from here on that lie behind one another in the recording too, or are all silent. */
    private int runAt(long sample, int most) {
        long source = sourceOf(sample);
        int run = 1;
        while (run < most) {
            long next = sourceOf(sample + run);
            if (source < 0 ? next >= 0 : next != source + run) {
                return run;
            }
            run++;
        }
        return run;
    }

    @Override
    public List<Warning> warnings() {
        return List.of();
    }

    @Override
    public void close() {}
}
