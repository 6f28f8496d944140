package dev.sotto.pipeline;

import dev.sotto.audio.Waveforms;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.vad.SpeechNetwork;
import java.util.Arrays;
import java.util.List;

/** Somebody who speaks without a breath, as voice activity hears it. */
final class UnbrokenSpeech {
    private static final int TWO_MINUTES = 4 * 930; // probabilities: four windows, nearly

    private UnbrokenSpeech() {}

    static SpokenParts ofTwoMinutes(TranscriptionOptions options) {
        float[] probabilities = new float[TWO_MINUTES];
        Arrays.fill(probabilities, 0.9f);
        short[] samples = new short[TWO_MINUTES * SpeechNetwork.WINDOW_SAMPLES];
        return SpokenParts.of(
                Waveforms.ofSamples(samples), new SpeechSearch.Heard(probabilities, List.of()), options, true);
    }
}
