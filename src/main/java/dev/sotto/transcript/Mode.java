package dev.sotto.transcript;

import java.util.Arrays;
import java.util.Optional;

/** How a recording is walked through. */
public enum Mode {
    /** Windows cut at pauses, all at once, none knowing of the others. */
    BATCHED,
    /** One window after the other, each knowing the text before it, as openai/whisper does. */
    SEQUENTIAL;

    /** As options and forms spell it. */
    public String wireName() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    public static Optional<Mode> named(String name) {
        return Arrays.stream(values())
                .filter(mode -> mode.wireName().equals(name))
                .findFirst();
    }
}
