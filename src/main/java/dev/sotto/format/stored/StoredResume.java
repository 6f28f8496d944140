package dev.sotto.format.stored;

import dev.sotto.transcript.ResumePoint;

/** Where a job's next attempt goes on. */
public final class StoredResume {
    private StoredResume() {}

    public static String write(ResumePoint point) {
        return StoredJson.write(point);
    }

    /**
     * Reads one back.
     *
     * @throws IllegalArgumentException if the text is not one that {@link #write} made
     */
    public static ResumePoint read(String text) {
        return StoredJson.read(text, ResumePoint.class);
    }
}
