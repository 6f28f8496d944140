package dev.sotto.model;

import java.util.List;
import java.util.stream.Stream;

/**
 * The ids of the tokens that steer the decoder, as the checkpoint's own files give them.
 *
 * @param noSpeech called {@code <|nospeech|>} by newer checkpoints and {@code <|nocaptions|>} by older ones
 * @param timestampBegin id of {@code <|0.00|>}; {@value #TIMESTAMP_COUNT} ids follow in steps of 20 ms
 */
public record SpecialTokens(
        int endOfText,
        int startOfTranscript,
        int translate,
        int transcribe,
        int startOfLanguageModel,
        int startOfPrevious,
        int noSpeech,
        int noTimestamps,
        int timestampBegin) {

    /** From 0.00 s to 30.00 s, both included. */
    public static final int TIMESTAMP_COUNT = 1501;

    public boolean isTimestamp(int token) {
        return token >= timestampBegin;
    }

    /**
     * Control tokens that the model must not write itself, ascending: what DecodingTask._get_suppress_tokens in
     * whisper/decoding.py (openai/whisper, MIT) adds to every suppress list.
     */
    public List<Integer> neverSampled() {
        return Stream.of(translate, transcribe, startOfLanguageModel, startOfPrevious, startOfTranscript, noSpeech)
                .sorted()
                .toList();
    }

    /** Id behind {@code <|30.00|>}: a larger id is not a time. */
    public int timestampEnd() {
        return timestampBegin + TIMESTAMP_COUNT;
    }
}
