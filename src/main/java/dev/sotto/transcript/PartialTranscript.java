package dev.sotto.transcript;

import java.util.List;

/**
 * The finished windows of a transcription that was cut off.
 *
 * @param segments of those windows, as they stand in the whole transcript
 */
public record PartialTranscript(ResumePoint resume, List<Segment> segments) {
    public PartialTranscript {
        segments = List.copyOf(segments);
    }
}
