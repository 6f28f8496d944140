package dev.sotto.transcript;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * The whole result of one transcription.
 *
 * @param language code of the spoken language, such as {@code en} or {@code yue}; given or detected
 * @param durationSeconds of the decoded audio, measured in samples, not taken from a header
 * @param text the segments' texts joined, stripped at both ends
 * @param warnings what its reader should know of it, such as a missing end of the recording; mostly empty
 * @param speakers empty unless they were told apart
 * @param languageProbability of the language, from 0 to 1; empty if it was given, or if parts of the recording have their own
 */
public record Transcript(
        Task task,
        String language,
        double durationSeconds,
        String text,
        List<Segment> segments,
        List<Warning> warnings,
        Optional<Speakers> speakers,
        OptionalDouble languageProbability) {
    public Transcript {
        segments = List.copyOf(segments);
        warnings = List.copyOf(warnings);
    }

    /** Without warnings. */
    public Transcript(Task task, String language, double durationSeconds, String text, List<Segment> segments) {
        this(task, language, durationSeconds, text, segments, List.of(), Optional.empty(), OptionalDouble.empty());
    }

    /** The same with more warnings behind its own; one that it has already is not repeated. */
    public Transcript withWarnings(List<Warning> more) {
        List<Warning> all =
                Stream.concat(warnings.stream(), more.stream()).distinct().toList();
        return new Transcript(task, language, durationSeconds, text, segments, all, speakers, languageProbability);
    }

    /** The same with another text, in these segments. */
    public Transcript saying(String words, List<Segment> inSegments) {
        return new Transcript(
                task, language, durationSeconds, words, inSegments, warnings, speakers, languageProbability);
    }

    /** The same with its segments as their speakers say them. */
    public Transcript said(List<Segment> bySpeakers, Speakers who) {
        return new Transcript(
                task, language, durationSeconds, text, bySpeakers, warnings, Optional.of(who), languageProbability);
    }

    /** The same, as if nobody had been told apart. */
    public Transcript anonymous() {
        List<Segment> unsaid = segments.stream().map(Segment::anonymous).toList();
        return new Transcript(
                task, language, durationSeconds, text, unsaid, warnings, Optional.empty(), languageProbability);
    }

    /** The same, whose language is as probable as this. */
    public Transcript inLanguageOf(OptionalDouble probability) {
        return new Transcript(task, language, durationSeconds, text, segments, warnings, speakers, probability);
    }
}
