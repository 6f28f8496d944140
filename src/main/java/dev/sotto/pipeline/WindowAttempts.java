package dev.sotto.pipeline;

import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.whisper.decode.DecodingOptions;
import dev.sotto.whisper.decode.DecodingSearch;
import dev.sotto.whisper.decode.DecodingTask;
import dev.sotto.whisper.decode.DecodingTasks;
import java.util.List;
import java.util.OptionalInt;

/**
 * The attempts at each window of a recording: one for each temperature of the ladder. Immutable.
 *
 * @param language code of the language spoken
 */
record WindowAttempts(TranscriptionOptions options, String language, DecodingTasks tasks) {
    /** Text of a few seconds: no more than that is cut off at a window's end. */
    static final int CONTINUATION_TOKENS_MAX = 40;

    /** How many there are; at least 1. */
    int count() {
        return options.fallback().temperatures().size();
    }

    /**
     * Asks for more of a window's answer, greedily, from where it ended on.
     *
     * @param said the answer so far, its timestamps included
     */
    DecodingTask continuation(List<Integer> prompt, List<Integer> said) {
        int width = DecodingSearch.of(options.search(), 0).width(); // a lane that is open already
        return tasks.of(new DecodingOptions(
                options.task(),
                language,
                prompt,
                said,
                true,
                options.sampling(),
                0,
                0,
                DecodingSearch.samples(width, options.search().lengthPenalty()),
                OptionalInt.of(CONTINUATION_TOKENS_MAX),
                true));
    }

    /**
     * What is asked of the engine.
     *
     * @param attempt from 0
     * @param prompt tokens that stand before the window
     * @param prefix tokens that its answer begins with
     * @param seed its own for each attempt at each window, the same in each run
     */
    DecodingTask task(int attempt, List<Integer> prompt, List<Integer> prefix, long seed) {
        double temperature = options.fallback().temperatures().get(attempt);
        return tasks.of(new DecodingOptions(
                options.task(),
                language,
                prompt,
                prefix,
                options.sampling(),
                temperature,
                seed,
                DecodingSearch.of(options.search(), temperature),
                OptionalInt.empty(),
                true));
    }
}
