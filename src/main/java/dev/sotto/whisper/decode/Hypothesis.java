package dev.sotto.whisper.decode;

import java.util.List;

/**
 * One way to read a window.
 *
 * @param tokens sampled ones, up to, without, the end of text
 * @param logProbability sum over the sampled tokens, the end of text included where it was sampled
 */
public record Hypothesis(List<Integer> tokens, double logProbability) {
    public Hypothesis {
        tokens = List.copyOf(tokens);
    }
}
