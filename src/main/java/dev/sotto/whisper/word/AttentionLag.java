package dev.sotto.whisper.word;

import dev.sotto.model.ModelConfig;
import dev.sotto.model.ModelConfig.AlignmentHead;
import java.util.List;
import java.util.Map;

/**
 * How late the attention of a model tells where one word ends and the next begins: the heads that words are timed by listen ahead
 * in some models and behind in others, by the same time in every recording. Measured over recordings whose words have known times
 * ({@code WordTimesTest}); the pauses of recorded speech say the same. Keyed by the heads, which fine-tuned models keep.
 */
public final class AttentionLag {
    private static final Map<List<AlignmentHead>, Double> SECONDS = Map.of(
            heads(1, 0, 2, 0, 2, 5, 3, 0, 3, 1, 3, 2, 3, 3, 3, 4),
            0.08, // tiny.en
            heads(3, 1, 4, 2, 4, 3, 4, 7, 5, 1, 5, 2, 5, 4, 5, 6),
            -0.08); // base

    private AttentionLag() {}

    /** In seconds; below 0 where attention is early, 0 for heads that nobody has measured. */
    public static double seconds(ModelConfig model) {
        return SECONDS.getOrDefault(model.wordHeads(), 0.0);
    }

    /** @param numbers layer and head by turns */
    private static List<AlignmentHead> heads(int... numbers) {
        AlignmentHead[] heads = new AlignmentHead[numbers.length / 2];
        for (int i = 0; i < heads.length; i++) {
            heads[i] = new AlignmentHead(numbers[2 * i], numbers[2 * i + 1]);
        }
        return List.of(heads);
    }
}
