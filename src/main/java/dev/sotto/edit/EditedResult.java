package dev.sotto.edit;

import dev.sotto.edit.Item.Word;
import dev.sotto.transcript.SaidBy;
import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Speakers;
import dev.sotto.transcript.TimeSpan;
import dev.sotto.transcript.Transcript;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** A document's newest version as a transcript, so that every format can be written from it. */
public final class EditedResult {
    private final EditedTranscript document;
    private final DocumentReader reader;
    private final Map<String, String> names;
    private final boolean timed;

    private EditedResult(EditedTranscript document) {
        this.document = document;
        this.reader = new DocumentReader(document);
        this.names = reader.speakers().stream()
                .collect(Collectors.toMap(DocumentSpeaker::label, DocumentSpeaker::called, (one, other) -> one));
        this.timed = document.machine().segments().stream()
                .anyMatch(segment -> !segment.words().isEmpty());
    }

    /**
     * Passages are its segments; those that are empty are left out, and those that nobody has touched are the machine's own. Speakers
     * are called by their names. Words of a transcript without word times have none here either. Without changes it is the machine's
     * transcript.
     */
    public static Transcript of(EditedTranscript document) {
        return document.version() == 0 ? document.machine() : new EditedResult(document).transcript();
    }

    private Transcript transcript() {
        List<Segment> segments = new ArrayList<>();
        for (DocumentReader.Stretch stretch : reader.stretches()) {
            Passage passage = stretch.passage();
            if (!passage.text().isEmpty()) {
                segments.add(segment(stretch, passage, segments.size()));
            }
        }
        String text = segments.stream().map(Segment::text).collect(Collectors.joining());
        Transcript machine = document.machine();
        return new Transcript(
                machine.task(),
                machine.language(),
                machine.durationSeconds(),
                text.strip(),
                segments,
                machine.warnings(),
                speakers(segments),
                machine.languageProbability());
    }

    private Segment segment(DocumentReader.Stretch stretch, Passage passage, int number) {
        List<Segment> all = document.machine().segments();
        Segment origin = all.isEmpty() ? NOTHING : all.get(stretch.head.segment);
        if (stretch.isUntouched() && origin.saidBy().flatMap(SaidBy::speaker).equals(passage.speaker())) {
            return renamed(origin).numbered(number, origin.seekFrames());
        }
        Optional<SaidBy> by = saidBy(passage.speaker());
        boolean isUntouched = stretch.isUntouched();
        List<dev.sotto.transcript.Word> words =
                timed ? passage.words().stream().map(word -> word(word, by)).toList() : List.of();
        return new Segment(
                number,
                origin.seekFrames(),
                passage.startSeconds(),
                passage.endSeconds(),
                isUntouched ? origin.text() : text(stretch),
                isUntouched ? origin.tokens() : List.of(),
                origin.temperature(),
                origin.averageLogProbability(),
                origin.compressionRatio(),
                origin.noSpeechProbability(),
                words,
                origin.channel(),
                by,
                origin.language());
    }

    private static final Segment NOTHING = new Segment(0, 0, 0, 0, "", List.of(), 0, 0, 1, 0, List.of());

    private static String text(DocumentReader.Stretch stretch) {
        StringBuilder text = new StringBuilder();
        for (Word word : stretch.words()) {
            text.append(word.word.text());
        }
        return text.toString();
    }

    private static dev.sotto.transcript.Word word(DocumentWord word, Optional<SaidBy> by) {
        return new dev.sotto.transcript.Word(
                word.text(),
                word.startSeconds(),
                word.endSeconds(),
                word.probability().orElse(1),
                by,
                false);
    }

    private Optional<SaidBy> saidBy(Optional<String> label) {
        return label.isEmpty() && document.machine().speakers().isEmpty()
                ? Optional.empty()
                : Optional.of(new SaidBy(label.map(this::called), label.isEmpty() ? 0 : 1, List.of(), false));
    }

    private String called(String label) {
        return names.getOrDefault(label, label);
    }

    private SaidBy renamed(SaidBy by) {
        return new SaidBy(
                by.speaker().map(this::called),
                by.confidence(),
                by.others().stream().map(this::called).toList(),
                by.overlap());
    }

    private Segment renamed(Segment segment) {
        if (segment.saidBy().isEmpty()) {
            return segment;
        }
        List<dev.sotto.transcript.Word> words = segment.words().stream()
                .map(word -> word.saidBy().map(by -> word.said(renamed(by))).orElse(word))
                .toList();
        return segment.part(
                new TimeSpan(Math.max(0, segment.startSeconds()), Math.max(0, segment.endSeconds())),
                segment.text(),
                segment.tokens(),
                words,
                renamed(segment.saidBy().get()));
    }

    /** As the machine heard them, by their names, while every passage is still said by whom it gave it to; else by the passages. */
    private Optional<Speakers> speakers(List<Segment> segments) {
        Optional<Speakers> heard = document.machine().speakers();
        List<Speakers.Turn> turns = heard.isPresent() && isAllOfMachine()
                ? heard.get().turns().stream()
                        .map(turn -> new Speakers.Turn(turn.startSeconds(), turn.endSeconds(), called(turn.speaker())))
                        .toList()
                : turns(segments);
        return turns.isEmpty() && heard.isEmpty()
                ? Optional.empty()
                : Optional.of(new Speakers(summaries(turns, heard), turns, heard.flatMap(Speakers::shortfall)));
    }

    private boolean isAllOfMachine() {
        return reader.stretches().stream()
                .allMatch(stretch -> stretch.head.createdIn() == 0
                        && stretch.head.speaker.at(0).equals(stretch.head.speaker.now()));
    }

    private static List<Speakers.Turn> turns(List<Segment> segments) {
        List<Speakers.Turn> turns = new ArrayList<>();
        for (Segment segment : segments) {
            segment.saidBy().flatMap(SaidBy::speaker).ifPresent(who -> {
                Speakers.Turn last = turns.isEmpty() ? null : turns.get(turns.size() - 1);
                if (last != null && last.speaker().equals(who)) {
                    turns.set(
                            turns.size() - 1,
                            new Speakers.Turn(
                                    last.startSeconds(), Math.max(last.endSeconds(), segment.endSeconds()), who));
                } else {
                    turns.add(new Speakers.Turn(segment.startSeconds(), segment.endSeconds(), who));
                }
            });
        }
        return turns;
    }

    private List<Speakers.Summary> summaries(List<Speakers.Turn> turns, Optional<Speakers> heard) {
        Map<String, List<Speakers.Turn>> byName = turns.stream()
                .collect(Collectors.groupingBy(Speakers.Turn::speaker, LinkedHashMap::new, Collectors.toList()));
        double all = byName.values().stream().mapToDouble(EditedResult::seconds).sum();
        List<Speakers.Summary> summaries = new ArrayList<>();
        byName.forEach((name, own) -> {
            double seconds = seconds(own);
            summaries.add(new Speakers.Summary(
                    name, seconds, own.size(), Speakers.Summary.isMinor(seconds, all), likeness(name, heard)));
        });
        return summaries;
    }

    private static double seconds(List<Speakers.Turn> turns) {
        return turns.stream()
                .mapToDouble(turn -> turn.endSeconds() - turn.startSeconds())
                .sum();
    }

    private static OptionalDouble likeness(String name, Optional<Speakers> heard) {
        return heard.map(Speakers::speakers).orElse(List.of()).stream()
                .filter(one -> one.speaker().equals(name))
                .map(Speakers.Summary::likeness)
                .findFirst()
                .orElse(OptionalDouble.empty());
    }
}
