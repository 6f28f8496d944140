package dev.sotto.transcript;

import java.util.List;
import java.util.OptionalDouble;

/**
 * What the next window must know of those before it, so that a transcription that was cut off goes on as if it had not
 * been. Holds only together with the recording, the model and the options that it was made with.
 */
public sealed interface ResumePoint {
    /** Code of the language spoken, given or detected. */
    String language();

    /** How probable that language was, from 0 to 1; empty if it was given. */
    OptionalDouble languageProbability();

    /**
     * In sequential mode; times are those of the recording that was walked, without what a filter left out.
     *
     * @param peak of the recording's spectrogram
     * @param clip index of the span that the next window lies in
     * @param seekFrames where in the recording the next window begins
     * @param prompt tokens that may stand before the next window, the newest last
     * @param lastSpeechSeconds where the last word ended
     */
    record Sequential(
            String language,
            double peak,
            int clip,
            int seekFrames,
            List<Integer> prompt,
            double lastSpeechSeconds,
            OptionalDouble languageProbability)
            implements ResumePoint {
        public Sequential {
            prompt = List.copyOf(prompt);
        }

        /** Of a recording whose language was given. */
        public Sequential(
                String language,
                double peak,
                int clip,
                int seekFrames,
                List<Integer> prompt,
                double lastSpeechSeconds) {
            this(language, peak, clip, seekFrames, prompt, lastSpeechSeconds, OptionalDouble.empty());
        }
    }

    /**
     * In batched mode.
     *
     * @param windows finished, from the first one on
     * @param isShortened whether what the model repeated was left out of them
     */
    record Batched(String language, int windows, boolean isShortened, OptionalDouble languageProbability)
            implements ResumePoint {
        /** Of a recording whose language was given. */
        public Batched(String language, int windows, boolean isShortened) {
            this(language, windows, isShortened, OptionalDouble.empty());
        }

        /** Of windows of which nothing was left out. */
        public Batched(String language, int windows) {
            this(language, windows, false);
        }
    }
}
