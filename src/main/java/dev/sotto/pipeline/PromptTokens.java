package dev.sotto.pipeline;

import dev.sotto.fault.FaultCode;
import dev.sotto.transcript.TranscriptionException;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.transcript.Warning;
import dev.sotto.transcript.WarningCode;
import dev.sotto.whisper.token.WhisperTokenizer;
import dev.sotto.whisper.token.Whitespace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Words of the caller's around a window, as tokens. Follows get_prompt in faster_whisper/transcribe.py
 * (SYSTRAN/faster-whisper, MIT), but keeps hot words and previous text together within the reference's half of the text
 * context. Of hot words the first that fit are taken, as there; a prefix that does not fit is refused.
 *
 * @param hotwords stand in every prompt, before the previous text; not beside a prefix
 * @param prefix the first window's answer goes on from it
 * @param promptTokensMax room for a prompt: half the text context less one
 * @param hotwordTokensCut how many tokens of hot words did not fit
 */
record PromptTokens(List<Integer> hotwords, List<Integer> prefix, int promptTokensMax, int hotwordTokensCut) {
    /** @throws TranscriptionException with {@code INVALID_OPTION} when the prefix is too long */
    static PromptTokens of(TranscriptionOptions options, WhisperTokenizer tokenizer, int textContext) {
        int promptTokensMax = textContext / 2 - 1;
        List<Integer> hotwords = tokens(options.prompt().hotwords(), tokenizer);
        // Half of the half that the answer has, so that there is room for an answer.
        int prefixTokensMax = textContext / 4;
        List<Integer> prefix = tokens(options.prompt().prefix(), tokenizer);
        if (prefix.size() > prefixTokensMax) {
            throw new TranscriptionException(
                    FaultCode.INVALID_OPTION,
                    "prefix is %d tokens long; expected at most %d: shorten it"
                            .formatted(prefix.size(), prefixTokensMax));
        }
        int fitting = Math.min(hotwords.size(), promptTokensMax);
        return new PromptTokens(hotwords.subList(0, fitting), prefix, promptTokensMax, hotwords.size() - fitting);
    }

    private static List<Integer> tokens(Optional<String> text, WhisperTokenizer tokenizer) {
        return text.map(Whitespace::strip)
                .filter(words -> !words.isEmpty())
                .map(words -> tokenizer.encode(" " + words))
                .orElse(List.of());
    }

    /** That hot words were left out, if some were. */
    Optional<Warning> warning() {
        return Optional.of(new Warning(
                        WarningCode.HOTWORDS_CUT,
                        "The hot words are %d tokens long; only the first %d were used: shorten them."
                                .formatted(hotwords.size() + hotwordTokensCut, hotwords.size())))
                .filter(cut -> hotwordTokensCut > 0);
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
