package dev.sotto.whisper;

import java.util.LinkedHashMap;
import java.util.List;
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

    /**
     * The same where only these languages may be spoken.
     *
     * @param candidates codes; where they are none, or none of them is known to the model, all languages may be spoken
     */
    public LanguageDetection among(List<String> candidates) {
        Map<String, Double> left = new LinkedHashMap<>();
        double sum = 0;
        String best = "";
        for (String code : candidates) {
            Double probability = probabilities.get(code);
            if (probability != null && left.put(code, probability) == null) {
                sum += probability;
                best = best.isEmpty() || probability > probabilities.getOrDefault(best, 0.0) ? code : best;
            }
        }
        if (left.isEmpty()) {
            return this;
        }
        double whole = sum;
        left.replaceAll((code, probability) -> whole > 0 ? probability / whole : 0);
        return new LanguageDetection(best, left, noSpeechProbability);
    }
}
