package dev.sotto.pipeline;

import dev.sotto.fault.FaultCode;
import dev.sotto.transcript.TranscriptionException;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.whisper.token.WhisperTokenizer;
import dev.sotto.whisper.token.Whitespace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Words of the caller's around a window, as tokens. Follows get_prompt in faster_whisper/transcribe.py
 * (SYSTRAN/faster-whisper, MIT), but keeps hot words and previous text together within the reference's half of the text
 * context, and refuses what does not fit instead of cutting it.
 *
 * @param hotwords stand in every prompt, before the previous text; not beside a prefix
 * @param prefix the first window's answer goes on from it
 * @param promptTokensMax room for a prompt: half the text context less one
 */
record PromptTokens(List<Integer> hotwords, List<Integer> prefix, int promptTokensMax) {
    /** @throws TranscriptionException with {@code INVALID_OPTION} when there are too many of them */
    static PromptTokens of(TranscriptionOptions options, WhisperTokenizer tokenizer, int textContext) {
        int promptTokensMax = textContext / 2 - 1;
        List<Integer> hotwords = tokens("hotwords", options.prompt().hotwords(), tokenizer, promptTokensMax);
        // Half of the half that the answer has, so that there is room for an answer.
        List<Integer> prefix = tokens("prefix", options.prompt().prefix(), tokenizer, textContext / 4);
        return new PromptTokens(hotwords, prefix, promptTokensMax);
    }

    private static List<Integer> tokens(String option, Optional<String> text, WhisperTokenizer tokenizer, int max) {
        List<Integer> tokens = text.map(Whitespace::strip)
                .filter(words -> !words.isEmpty())
                .map(words -> tokenizer.encode(" " + words))
                .orElse(List.of());
        if (tokens.size() > max) {
            throw new TranscriptionException(
                    FaultCode.INVALID_OPTION,
                    "%s is %d tokens long; expected at most %d: shorten it".formatted(option, tokens.size(), max));
        }
        return tokens;
    }

    /** What stands before a window. */
    List<Integer> prompt(List<Integer> previous, boolean isFirst) {
        if (hotwords.isEmpty() || !prefix(isFirst).isEmpty()) {
            return previous;
        }
        List<Integer> prompt = new ArrayList<>(hotwords);
        int room = promptTokensMax - hotwords.size();
        prompt.addAll(previous.subList(Math.max(0, previous.size() - room), previous.size()));
        return prompt;
    }

    List<Integer> prefix(boolean isFirst) {
        return isFirst ? prefix : List.of();
    }
}
