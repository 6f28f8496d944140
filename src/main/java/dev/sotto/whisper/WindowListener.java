package dev.sotto.whisper;

import java.util.List;

/** Follows one window while it is decoded. Called on the engine's thread: must return at once and must not throw. */
@FunctionalInterface
public interface WindowListener {
    WindowListener NONE = tokens -> {};

    /**
     * The window has come this far. In a beam search the most probable hypothesis may change from call to call.
     *
     * @param tokens sampled so far
     */
    void decoded(List<Integer> tokens);
}
