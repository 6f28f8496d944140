package dev.sotto.transcript;

import java.util.List;

/**
 * The whole result of one transcription.
 *
 * @param language code of the spoken language, such as {@code en} or {@code yue}; given or detected
 * @param durationSeconds of the decoded audio, measured in samples, not taken from a header
 * @param text the segments' texts joined, stripped at both ends
 * @param warnings what was wrong with the recording, such as a missing end, in sentences; empty where it was whole
 */
public record Transcript(
        Task task,
        String language,
        double durationSeconds,
        String text,
        List<Segment> segments,
        List<String> warnings) {
    public Transcript {
        segments = List.copyOf(segments);
        warnings = List.copyOf(warnings);
    }

    /** Of a recording that was whole. */
    public Transcript(Task task, String language, double durationSeconds, String text, List<Segment> segments) {
        this(task, language, durationSeconds, text, segments, List.of());
    }

    public Transcript withWarnings(List<String> said) {
        return new Transcript(task, language, durationSeconds, text, segments, said);
    }
}
