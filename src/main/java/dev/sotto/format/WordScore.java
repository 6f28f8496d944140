package dev.sotto.format;

import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Word;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * How probable one word is, in the shape in which OpenAI tells it of a token.
 *
 * @param token the word with its leading blank
 * @param logprob natural logarithm of the mean probability of the word's tokens, as they were aligned with the recording
 * @param bytes of the word in UTF-8, each from 0 to 255
 */
public record WordScore(String token, double logprob, List<Integer> bytes) {
    /** OpenAI's, of what is all but impossible. */
    private static final double LOGPROB_MIN = -9999;

    public WordScore {
        bytes = List.copyOf(bytes);
    }

    /** Of all words in their order; none where words have no times. */
    public static List<WordScore> of(List<Segment> segments) {
        return segments.stream()
                .flatMap(segment -> segment.words().stream())
                .map(WordScore::of)
                .toList();
    }

    private static WordScore of(Word word) {
        byte[] utf8 = word.text().getBytes(StandardCharsets.UTF_8);
        List<Integer> bytes = java.util.stream.IntStream.range(0, utf8.length)
                .mapToObj(i -> Byte.toUnsignedInt(utf8[i]))
                .toList();
        return new WordScore(word.text(), Math.max(LOGPROB_MIN, Math.log(word.probability())), bytes);
    }
}
