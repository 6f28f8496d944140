package dev.sotto.format.stored;

import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Transcript;
import java.util.List;

/** Transcripts and segments without any loss: every format can be written from them later. */
public final class StoredTranscript {
    private StoredTranscript() {}

    /** The part that some windows add to a transcript. */
    private record Part(List<Segment> segments) {}

    public static String write(Transcript transcript) {
        return StoredJson.write(transcript);
    }

    /**
     * Reads one back.
     *
     * @throws IllegalArgumentException if the text is not one that {@link #write} made
     */
    public static Transcript read(String text) {
        return StoredJson.read(text, Transcript.class);
    }

    /** The part that some windows add to a transcript. */
    public static String writeSegments(List<Segment> segments) {
        return StoredJson.write(new Part(segments));
    }

    /**
     * Reads one back.
     *
     * @throws IllegalArgumentException if the text is not one that {@link #writeSegments} made
     */
    public static List<Segment> readSegments(String text) {
        return StoredJson.read(text, Part.class).segments();
    }
}
