package dev.sotto.transcript;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How much of a window the network hears where its sound is shorter than a window can be. */
public enum AudioContext {
    /** The sound, a few seconds of silence behind it, and all of the window where the answer is doubtful. */
    AUTO,
    /** All of the window, as openai/whisper does. */
    FULL;

    /** As settings spell it. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one that settings spell so, if there is one. */
    public static Optional<AudioContext> named(String name) {
        return Arrays.stream(values())
                .filter(context -> context.wireName().equals(name))
                .findFirst();
    }
}
