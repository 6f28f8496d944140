package dev.sotto.transcript;

import java.util.Arrays;
import java.util.Optional;

/** What Whisper is asked to do with speech: write it down in its own language, or write it in English. */
public enum Task {
    TRANSCRIBE("transcribe"),
    TRANSLATE("translate");

    private final String wireName;

    Task(String wireName) {
        this.wireName = wireName;
    }

    /** The name used in JSON, on the command line and in Whisper's own token {@code <|transcribe|>}. */
    public String wireName() {
        return wireName;
    }

    public static Optional<Task> named(String name) {
        return Arrays.stream(values())
                .filter(task -> task.wireName.equals(name))
                .findFirst();
    }
}
