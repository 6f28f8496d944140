package dev.sotto.pipeline;

import java.util.ArrayList;
import java.util.List;

/**
 * What the next window may know of the windows before it. Not thread-safe.
 *
 * <p>Follows the handling of all_tokens, prompt_reset_since and carry_initial_prompt in whisper/transcribe.py
 * (openai/whisper, MIT).
 */
final class PromptHistory {
    private final List<Integer> initialPrompt;
    private final boolean carryInitialPrompt;
    private final int promptTokensMax;
    private final List<Integer> tokens;
    private int resetSince;

    /** @param promptTokensMax room for a prompt: half the text context less one */
    PromptHistory(List<Integer> initialPrompt, boolean carryInitialPrompt, int promptTokensMax) {
        this.initialPrompt = List.copyOf(initialPrompt);
        this.carryInitialPrompt = carryInitialPrompt;
        this.promptTokensMax = promptTokensMax;
        this.tokens = new ArrayList<>(initialPrompt);
    }

    List<Integer> prompt() {
        if (!carryInitialPrompt) {
            return tokens.subList(resetSince, tokens.size());
        }
        List<Integer> carried = new ArrayList<>(initialPrompt);
        int from = Math.max(initialPrompt.size(), resetSince);
        carried.addAll(newest(tokens.subList(from, tokens.size()), promptTokensMax - initialPrompt.size()));
        return carried;
    }

    void add(List<Integer> windowTokens) {
        tokens.addAll(windowTokens);
    }

    /** As much as any later prompt can see: {@link #restore} goes on from it. */
    List<Integer> remembered() {
        int from = carryInitialPrompt ? Math.max(initialPrompt.size(), resetSince) : resetSince;
        int kept = promptTokensMax + (carryInitialPrompt ? Math.max(0, initialPrompt.size() - promptTokensMax) : 0);
        return List.copyOf(tokens.subList(Math.max(from, tokens.size() - kept), tokens.size()));
    }

    /** Takes the place of everything so far. */
    void restore(List<Integer> remembered) {
        tokens.clear();
        tokens.addAll(carryInitialPrompt ? initialPrompt : List.of());
        tokens.addAll(remembered);
        resetSince = 0;
    }

    /** Everything so far is forgotten, the initial prompt too unless it is carried. */
    void reset() {
        resetSince = tokens.size();
    }

    /** Python's {@code [-count:]}: all of them when the count is 0 or less than their negated number. */
    private static List<Integer> newest(List<Integer> list, int count) {
        int from = count > 0 ? list.size() - count : -count;
        return list.subList(Math.max(0, Math.min(from, list.size())), list.size());
    }
}
