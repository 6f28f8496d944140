package dev.sotto.pipeline;

import dev.sotto.transcript.ResumePoint;
import dev.sotto.whisper.LanguageDetection;
import java.util.OptionalDouble;

/**
 * The language of a recording.
 *
 * @param code such as {@code en}
 * @param probability of it among all that it could be, from 0 to 1; empty if it was given
 */
record SpokenLanguage(String code, OptionalDouble probability) {
    /** The only one that a model knows which was trained for it. */
    static final SpokenLanguage ONLY = new SpokenLanguage(ModelFit.ONLY_LANGUAGE, OptionalDouble.of(1));

    static SpokenLanguage given(String code) {
        return new SpokenLanguage(code, OptionalDouble.empty());
    }

    static SpokenLanguage of(LanguageDetection detection) {
        Double probability = detection.probabilities().get(detection.language());
        return new SpokenLanguage(
                detection.language(), probability == null ? OptionalDouble.empty() : OptionalDouble.of(probability));
    }

    /** As it was found before the transcription was cut off. */
    static SpokenLanguage of(ResumePoint point) {
        return new SpokenLanguage(point.language(), point.languageProbability());
    }
}
