package dev.sotto.diarize;

import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeSet;

/** Splits segments where the speaker changes: between words, never in one, and not at a word that nobody says. */
public final class SegmentSpeakers {
    private SegmentSpeakers() {}

    /**
     * The parts of all segments in their order. A segment without words is one part.
     *
     * @param segments in the order of time
     */
    public static List<SpeakerSegment> of(List<Segment> segments, Diarization diarization) {
        List<Word> words =
                segments.stream().flatMap(segment -> segment.words().stream()).toList();
        List<SpeakerChoice> ofWords = WordSpeakers.of(words, diarization);
        List<SpeakerChoice> ofWhole = WordSpeakers.ofPhrases(
                segments.stream().map(SegmentSpeakers::phrase).toList(), diarization);
        List<SpeakerSegment> parts = new ArrayList<>();
        int first = 0;
        for (int i = 0; i < segments.size(); i++) {
            Segment segment = segments.get(i);
            if (segment.words().isEmpty()) {
                parts.add(new SpeakerSegment(
                        i,
                        segment.startSeconds(),
                        segment.endSeconds(),
                        segment.text(),
                        List.of(),
                        List.of(),
                        ofWhole.get(i)));
                continue;
            }
            int end = first + segment.words().size();
            parts.addAll(split(i, segment, ofWords.subList(first, end)));
            first = end;
        }
        return parts;
    }

    private static Word phrase(Segment segment) {
        return new Word(segment.text(), segment.startSeconds(), segment.endSeconds(), 1);
    }

    private static List<SpeakerSegment> split(int place, Segment segment, List<SpeakerChoice> choices) {
        List<Word> words = segment.words();
        List<SpeakerSegment> parts = new ArrayList<>();
        int from = 0;
        OptionalInt speaker = OptionalInt.empty();
        for (int i = 0; i <= words.size(); i++) {
            OptionalInt next = i < words.size() ? choices.get(i).speaker() : OptionalInt.empty();
            boolean changes = speaker.isPresent() && next.isPresent() && !next.equals(speaker);
            if (changes || i == words.size()) {
                double start =
                        from == 0 ? segment.startSeconds() : words.get(from).startSeconds();
                double end = i == words.size()
                        ? segment.endSeconds()
                        : words.get(i - 1).endSeconds();
                parts.add(part(place, new double[] {start, end}, words.subList(from, i), choices.subList(from, i)));
                from = i;
            }
            speaker = next.isPresent() ? next : speaker;
        }
        return parts.size() > 1 ? parts : List.of(whole(segment, parts.get(0)));
    }

    /** A segment that stays whole keeps its own text. */
    private static SpeakerSegment whole(Segment segment, SpeakerSegment part) {
        return new SpeakerSegment(
                part.segment(),
                part.startSeconds(),
                part.endSeconds(),
                segment.text(),
                part.words(),
                part.choices(),
                part.choice());
    }

    private static SpeakerSegment part(int place, double[] times, List<Word> words, List<SpeakerChoice> choices) {
        StringBuilder text = new StringBuilder();
        OptionalInt speaker = OptionalInt.empty();
        TreeSet<Integer> others = new TreeSet<>();
        boolean overlap = false;
        double seconds = 0;
        double certain = 0;
        for (int i = 0; i < words.size(); i++) {
            SpeakerChoice choice = choices.get(i);
            text.append(words.get(i).text());
            overlap |= choice.overlap();
            others.addAll(choice.others());
            if (choice.speaker().isPresent()) {
                speaker = choice.speaker();
                double length =
                        Math.max(1e-3, words.get(i).endSeconds() - words.get(i).startSeconds());
                seconds += length;
                certain += length * choice.confidence();
            }
        }
        speaker.ifPresent(others::remove);
        SpeakerChoice all = new SpeakerChoice(
                speaker, seconds == 0 ? 0 : Math.min(1, certain / seconds), List.copyOf(others), overlap);
        return new SpeakerSegment(place, times[0], times[1], text.toString(), words, choices, all);
    }
}
