package dev.sotto.whisper.decode;

import java.util.List;

/**
 * One window, decoded.
 *
 * @param tokens text and timestamp tokens up to, without, the end of text
 * @param text stripped at both ends
 * @param averageLogProbability sum over the sampled tokens over their number plus one
 * @param compressionRatio UTF-8 bytes of the text over their deflated length
 * @param isCutOff whether decoding ended for want of room, in the middle of the text
 */
public record DecodingResult(
        List<Integer> tokens,
        String text,
        double averageLogProbability,
        double noSpeechProbability,
        double temperature,
        double compressionRatio,
        boolean isCutOff) {
    public DecodingResult {
        tokens = List.copyOf(tokens);
    }
}
