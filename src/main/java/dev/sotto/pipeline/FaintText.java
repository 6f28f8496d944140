package dev.sotto.pipeline;

import dev.sotto.whisper.decode.DecodingResult;

/**
 * Whether the text of faint speech is believed. What a voice detection with a low threshold finds is whispered or far
 * speech, but also breath, noise and music, of which Whisper makes short polite sentences: it is less sure of them.
 */
final class FaintText {
    private static final double LOG_PROBABILITY_MIN = -0.8;
    private static final double NO_SPEECH_MAX = 0.5;

    private FaintText() {}

    /** @param ladder says what loops are */
    static boolean isBelieved(DecodingResult result, FallbackLadder ladder) {
        return result.averageLogProbability() >= LOG_PROBABILITY_MIN
                && result.noSpeechProbability() <= NO_SPEECH_MAX
                && !result.isCutOff()
                && !ladder.isLoop(result);
    }
}
