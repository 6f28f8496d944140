package dev.sotto.job;

import java.util.Locale;

/** What a job needs next. Each kind has its own line and its own workers, so a slow network never holds an engine. */
public enum WorkKind {
    /** Its audio must be fetched from a URL; then it advances to {@link #TRANSCRIBE}. */
    FETCH,
    /** Its audio is here. */
    TRANSCRIBE;

    /** The name in JSON, logs and the store. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
