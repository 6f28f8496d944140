package dev.sotto.transcript;

import java.util.Locale;

/** A part of the work on one recording, for who measures it. */
public enum RecordingStage {
    /** The file becomes samples. */
    MEDIA,
    /** A place for the model is waited for, and the model loaded if it is not. */
    MODEL,
    /** Where somebody speaks is looked for; a part of {@link #TEXT}. */
    SPEECH,
    /** What is said, with its words and times. */
    TEXT,
    /** Who speaks when. */
    SPEAKERS;

    /** As metrics and traces call it. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
