package dev.sotto.pipeline;

import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.whisper.LanguageDetection;
import java.util.function.IntFunction;

/** Which window's language is the recording's: that of the first one with speech in it by Whisper's own measure. */
final class LanguageSearch {
    private static final int WINDOWS_MAX = 10;

    private LanguageSearch() {}

    /**
     * Listens to as few windows as will do; if none of them holds speech, the first one's language counts.
     *
     * @param windows of the recording, at least 1; no more than ten of them are listened to
     * @param hear detects the language of a window, by its number
     */
    static SpokenLanguage language(int windows, TranscriptionOptions options, IntFunction<LanguageDetection> hear) {
        double threshold = options.fallback().noSpeechThreshold().orElse(1);
        LanguageDetection first = hear.apply(0).among(options.languages());
        LanguageDetection detection = first;
        for (int i = 1; i < Math.min(windows, WINDOWS_MAX) && detection.noSpeechProbability() > threshold; i++) {
            detection = hear.apply(i).among(options.languages());
        }
        return SpokenLanguage.of(detection.noSpeechProbability() > threshold ? first : detection);
    }
}
