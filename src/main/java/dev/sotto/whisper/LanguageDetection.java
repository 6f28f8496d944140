package dev.sotto.whisper;

import java.util.Map;

/**
 * What language a window is in.
 *
 * @param language code of the most probable one
 * @param probabilities by language code, summing to 1
 * @param noSpeechProbability of the same window
 */
public record LanguageDetection(String language, Map<String, Double> probabilities, double noSpeechProbability) {
    public LanguageDetection {
        probabilities = Map.copyOf(probabilities);
    }
}
