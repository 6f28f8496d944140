package dev.sotto.pipeline;

import dev.sotto.audio.Waveform;
import dev.sotto.audio.Waveforms;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.transcript.VoiceActivity;
import dev.sotto.transcript.WorkClass;
import dev.sotto.vad.SampleSpan;
import dev.sotto.vad.SpeechDetector;
import dev.sotto.vad.SpeechNetwork;
import dev.sotto.vad.SpeechTimes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds where somebody speaks. Voice detection hears whispered and far speech at a fraction of the probability of ordinary
 * speech, so a stretch of {@value #STRETCH_SECONDS_MIN} s and more in which it finds none, and a recording in which it finds
 * none at all, is looked at a second time with a lower threshold, and amplified for itself if it is quiet. What is found there
 * is faint: its text is believed only if the model is sure of it ({@link FaintText}), as noise and music are found there too.
 *
 * @param detector shared with others
 */
record SpeechSearch(SpeechDetector detector, WorkClass workClass, Cancellation cancellation) {
    static final int STRETCH_SECONDS_MIN = 5;

    /** What speech of probability 0.2 is multiplied by, to count as that of 0.5. */
    private static final float RAISE = 2.5f;

    /** -60 dB: what is quieter is silence, with the rounding noise of its file. */
    private static final float SILENT_PEAK = 0.001f;

    /** Less than this within a stretch is a click or a breath. */
    private static final double FAINT_SECONDS_MIN = 0.25;

    /** The loudest sound of a whisper may be speech by the threshold: so little that is no more probable is faint too. */
    private static final int SLIVER_WINDOWS_MAX = 10;

    private static final float SLIVER_PROBABILITY_MAX = 0.9f;

    /** Kept around faint speech, of which the voice detection hears the loudest sounds only. */
    private static final int AROUND_WINDOWS = Waveform.SAMPLE_RATE / SpeechNetwork.WINDOW_SAMPLES;

    private static final int GAP_WINDOWS_MAX = STRETCH_SECONDS_MIN * AROUND_WINDOWS;

    private static final int WINDOW = SpeechNetwork.WINDOW_SAMPLES;

    /**
     * What was heard.
     *
     * @param probabilities of speech, one for each window of the voice detection, raised in the faint stretches
     * @param faint stretches of the recording in which there is only faint speech, in order
     */
    @SuppressWarnings("ArrayRecordComponent") // made once, handed on once; equality is never asked for
    record Heard(float[] probabilities, List<SampleSpan> faint) {}

    /** Blocks until all is heard. Whoever chooses a threshold gets that, and no second look. */
    Heard hear(Waveform recording, TranscriptionOptions options) {
        float[] probabilities = detector.probabilities(recording, workClass, cancellation);
        VoiceActivity activity = options.speech().activity();
        if (activity.threshold() != VoiceActivity.DEFAULTS.threshold()
                || !options.speech().filters()) {
            return new Heard(probabilities, List.of());
        }
        List<SampleSpan> faint = new ArrayList<>();
        List<SampleSpan> spoken = SpeechTimes.of(probabilities, recording.sampleCount(), activity).stream()
                .filter(speech -> !isSliver(speech, probabilities, activity.threshold()))
                .toList();
        for (SampleSpan stretch : unspoken(spoken, recording)) {
            if (lookAgain(recording, stretch, probabilities, activity)) {
                faint.add(stretch);
            }
        }
        return new Heard(probabilities, faint);
    }

    private static boolean isSliver(SampleSpan speech, float[] probabilities, double threshold) {
        int heard = 0;
        int end = (int) Math.min(probabilities.length, (speech.end() + WINDOW - 1) / WINDOW);
        for (int i = (int) (speech.start() / WINDOW); i < end; i++) {
            if (probabilities[i] > SLIVER_PROBABILITY_MAX) {
                return false;
            }
            heard += probabilities[i] >= threshold ? 1 : 0;
        }
        return heard < SLIVER_WINDOWS_MAX;
    }

    /** Long stretches without speech, their ends on the grid of the voice detection; all of a recording without any. */
    private static List<SampleSpan> unspoken(List<SampleSpan> spoken, Waveform recording) {
        List<SampleSpan> stretches = new ArrayList<>();
        long from = 0;
        for (SampleSpan speech : spoken) {
            addLong(stretches, from, speech.start() / WINDOW * WINDOW, STRETCH_SECONDS_MIN);
            from = (speech.end() + WINDOW - 1) / WINDOW * WINDOW;
        }
        addLong(stretches, from, recording.sampleCount(), spoken.isEmpty() ? 0 : STRETCH_SECONDS_MIN);
        return stretches;
    }

    private static void addLong(List<SampleSpan> stretches, long from, long to, int secondsMin) {
        if (to - from > (long) secondsMin * Waveform.SAMPLE_RATE) {
            stretches.add(new SampleSpan(from, to));
        }
    }

    /** Raises the probabilities of a stretch if there is faint speech in it. */
    private boolean lookAgain(Waveform recording, SampleSpan stretch, float[] probabilities, VoiceActivity activity) {
        SpanWaveform sound = new SpanWaveform(recording, stretch);
        if (Waveforms.peak(sound, SILENT_PEAK) < SILENT_PEAK) {
            return false;
        }
        int first = (int) (stretch.start() / WINDOW);
        int count = (int) ((stretch.length() + WINDOW - 1) / WINDOW);
        float[] raised = SpeechDetector.isQuiet(sound)
                ? detector.probabilities(sound, workClass, cancellation)
                : Arrays.copyOfRange(probabilities, first, first + count);
        int speech = 0;
        for (int i = 0; i < raised.length; i++) {
            raised[i] = Math.min(1, RAISE * Math.max(raised[i], probabilities[first + i]));
            speech += raised[i] >= activity.threshold() ? 1 : 0;
        }
        if ((double) speech * WINDOW < FAINT_SECONDS_MIN * Waveform.SAMPLE_RATE) {
            return false;
        }
        join(raised, activity);
        System.arraycopy(raised, 0, probabilities, first, raised.length);
        return true;
    }

    /** Between two faint sounds, and shortly around them, speech does not end. */
    private static void join(float[] raised, VoiceActivity activity) {
        float goesOn = (float) activity.silenceThreshold();
        int last = Integer.MIN_VALUE / 2;
        for (int i = 0; i < raised.length; i++) {
            if (raised[i] >= activity.threshold()) {
                boolean isNear = i - last <= GAP_WINDOWS_MAX;
                for (int j = isNear ? last : Math.max(0, i - AROUND_WINDOWS); j < i; j++) {
                    raised[j] = Math.max(raised[j], isNear ? goesOn : (float) activity.threshold());
                }
                last = i;
            } else if (i - last <= AROUND_WINDOWS) {
                raised[i] = Math.max(raised[i], goesOn);
            }
        }
    }
}
