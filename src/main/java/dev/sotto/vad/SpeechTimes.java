package dev.sotto.vad;

import dev.sotto.audio.Waveform;
import dev.sotto.transcript.VoiceActivity;
import java.util.ArrayList;
import java.util.List;

/**
 * From probabilities to spans of speech. One use, one thread.
 *
 * <p>Follows get_speech_timestamps in silero_vad/utils_vad.py (snakers4/silero-vad, MIT).
 */
public final class SpeechTimes {
    private static final int WINDOW = SpeechNetwork.WINDOW_SAMPLES;
    private static final long SPLIT_SILENCE_SAMPLES = samples(98);
    private static final long NONE = -1;

    private final VoiceActivity options;
    private final long minSpeech;
    private final long minSilence;
    private final double maxSpeech;
    private final List<SampleSpan> speeches = new ArrayList<>();
    private final List<SampleSpan> pauses = new ArrayList<>(); // of the speech that is open, where it may be split
    private long start = NONE; // of the speech that is open
    private long silentSince = NONE;

    private SpeechTimes(VoiceActivity options) {
        this.options = options;
        this.minSpeech = samples(options.minSpeechMillis());
        this.minSilence = samples(options.minSilenceMillis());
        this.maxSpeech = options.maxSpeechSeconds() * Waveform.SAMPLE_RATE - WINDOW - 2 * samples(options.padMillis());
    }

    /**
     * The spans in order; padded, they touch at most.
     *
     * @param probabilities one for each window of 512 samples
     * @param sampleCount of the whole recording
     */
    public static List<SampleSpan> of(float[] probabilities, long sampleCount, VoiceActivity options) {
        SpeechTimes times = new SpeechTimes(options);
        for (int i = 0; i < probabilities.length; i++) {
            times.hear(probabilities[i], (long) WINDOW * i);
        }
        if (times.start != NONE) {
            times.keepIfLong(sampleCount);
        }
        return padded(times.speeches, sampleCount, samples(options.padMillis()));
    }

    private static long samples(int millis) {
        return Waveform.SAMPLE_RATE / 1000L * millis;
    }

    private void hear(double probability, long at) {
        boolean speech = probability >= options.threshold();
        if (speech && silentSince != NONE) {
            if (at - silentSince > SPLIT_SILENCE_SAMPLES) {
                pauses.add(new SampleSpan(silentSince, at));
            }
            silentSince = NONE;
        }
        if (speech && start == NONE) {
            start = at;
            return;
        }
        if (start != NONE && at - start > maxSpeech && !split(at)) {
            return;
        }
        if (start != NONE && probability < options.silenceThreshold()) {
            silence(at);
        }
    }

    /** Ends a speech that has become too long. Returns whether speech goes on. */
    private boolean split(long at) {
        silentSince = NONE;
        if (pauses.isEmpty()) {
            speeches.add(new SampleSpan(start, at));
            start = NONE;
            return false;
        }
        SampleSpan longest = pauses.get(0);
        for (SampleSpan pause : pauses) {
            longest = pause.length() > longest.length() ? pause : longest;
        }
        speeches.add(new SampleSpan(start, longest.start()));
        start = longest.end();
        pauses.removeIf(pause -> pause.start() <= start);
        return true;
    }

    private void silence(long at) {
        silentSince = silentSince == NONE ? at : silentSince;
        if (at - silentSince >= minSilence) {
            keepIfLong(silentSince);
            start = NONE;
            silentSince = NONE;
            pauses.clear();
        }
    }

    private void keepIfLong(long end) {
        if (end - start > minSpeech) {
            speeches.add(new SampleSpan(start, end));
        }
    }

    /** Where two would overlap they share the pause between them. */
    private static List<SampleSpan> padded(List<SampleSpan> speeches, long sampleCount, long pad) {
        List<SampleSpan> padded = new ArrayList<>();
        long start = speeches.isEmpty() ? 0 : Math.max(0, speeches.get(0).start() - pad);
        for (int i = 0; i < speeches.size(); i++) {
            long end = speeches.get(i).end();
            long next = i + 1 < speeches.size() ? speeches.get(i + 1).start() : Long.MAX_VALUE;
            boolean shared = next - end < 2 * pad;
            long half = (next - end) / 2;
            padded.add(new SampleSpan(start, shared ? end + half : Math.min(sampleCount, end + pad)));
            start = shared ? next - half : Math.max(0, next - pad);
        }
        return padded;
    }
}
