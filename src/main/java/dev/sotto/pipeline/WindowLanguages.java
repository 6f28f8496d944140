package dev.sotto.pipeline;

import dev.sotto.whisper.LanguageDetection;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The language of each part of a recording in which it changes, which is cut at pauses into windows shorter than those that
 * are decoded: a window of 30 s may hold two languages. A window that does not say clearly, because it is short or holds
 * little speech, has the language of the clear one before it, or behind it if there is none before.
 */
final class WindowLanguages {
    /** The longest window whose language is asked for; cut at pauses, most are half as long at least. */
    static final int UNIT_SECONDS = 10;

    /** Less probable than all others together: no clear answer. */
    private static final double CLEAR_PROBABILITY = 0.5;

    /**
     * Windows of one language, one behind the other.
     *
     * @param first index of the first of them
     * @param end index behind the last of them
     */
    record Run(String language, int first, int end) {}

    private WindowLanguages() {}

    /**
     * Runs of windows that are as long as can be.
     *
     * @param windows of the recording, at least 1
     * @param noSpeechMax a window is not heard if it holds no speech more probably than this
     * @param hear detects the language of a window, by its number
     */
    static List<Run> of(int windows, double noSpeechMax, IntFunction<LanguageDetection> hear) {
        List<LanguageDetection> heard = new ArrayList<>();
        for (int i = 0; i < windows; i++) {
            heard.add(hear.apply(i));
        }
        String language = heard.stream()
                .filter(detection -> isClear(detection, noSpeechMax))
                .findFirst()
                .orElse(heard.get(0))
                .language();
        List<Run> runs = new ArrayList<>();
        int first = 0;
        for (int i = 0; i < windows; i++) {
            String next = isClear(heard.get(i), noSpeechMax) ? heard.get(i).language() : language;
            if (!next.equals(language)) {
                runs.add(new Run(language, first, i));
                language = next;
                first = i;
            }
        }
        runs.add(new Run(language, first, windows));
        return runs;
    }

    private static boolean isClear(LanguageDetection detection, double noSpeechMax) {
        return detection.probabilities().getOrDefault(detection.language(), 0.0) >= CLEAR_PROBABILITY
                && detection.noSpeechProbability() <= noSpeechMax;
    }
}
