package dev.sotto.transcript;

import java.util.List;

/**
 * The whole result of one transcription.
 *
 * @param language code of the spoken language, such as {@code en} or {@code yue}; given or detected
 * @param durationSeconds of the decoded audio, measured in samples, not taken from a header
 * @param text the segments' texts joined, stripped at both ends
 */
public record Transcript(Task task, String language, double durationSeconds, String text, List<Segment> segments) {
    public Transcript {
        segments = List.copyOf(segments);
    }
}
