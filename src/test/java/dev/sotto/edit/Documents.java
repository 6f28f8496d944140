package dev.sotto.edit;

import dev.sotto.transcript.SaidBy;
import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Speakers;
import dev.sotto.transcript.Task;
import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Transcripts for tests of edits. */
final class Documents {
    static final Transcript TWO_SPEAKERS = new Transcript(
            Task.TRANSCRIBE,
            "en",
            5,
            "We met at noon. It rained all day. Nobody came.",
            List.of(
                    segment(0, 0, "A", " We", " met", " at", " noon."),
                    segment(1, 2, "B", " It", " rained", " all", " day."),
                    segment(2, 4, "A", " Nobody", " came.")),
            List.of(),
            Optional.of(new Speakers(
                    List.of(new Speakers.Summary("A", 3, 1, false), new Speakers.Summary("B", 2.1, 1, false)),
                    List.of(new Speakers.Turn(0, 2, "A"), new Speakers.Turn(1.9, 4, "B")),
                    Optional.empty())),
            OptionalDouble.empty());

    static final Transcript CHINESE = new Transcript(
            Task.TRANSCRIBE,
            "zh",
            1,
            "你好。",
            List.of(new Segment(0, 0, 0, 1, "你好。", List.of(1), 0, -0.1, 1, 0, List.of(new Word("你好。", 0, 1, 0.8)))));

    static final Transcript SILENCE = new Transcript(Task.TRANSCRIBE, "en", 3, "", List.of());

    static final Transcript UNTIMED = new Transcript(
            Task.TRANSCRIBE,
            "en",
            3,
            "Good morning all",
            List.of(new Segment(0, 0, 1, 3, " Good morning all", List.of(1, 2), 0, -0.1, 1, 0, List.of())));

    private Documents() {}

    /** A word takes half a second. */
    private static Segment segment(int id, double start, String speaker, String... texts) {
        SaidBy by = new SaidBy(Optional.of(speaker), 0.9, List.of(), false);
        List<Word> words = new ArrayList<>();
        for (String text : texts) {
            double at = start + words.size() * 0.5;
            words.add(new Word(text, at, at + 0.5, 0.9).said(by));
        }
        return new Segment(
                        id,
                        0,
                        start,
                        start + texts.length * 0.5,
                        String.join("", texts),
                        List.of(5, 6),
                        0,
                        -0.2,
                        1.1,
                        0.01,
                        words)
                .part(
                        new dev.sotto.transcript.TimeSpan(start, start + texts.length * 0.5),
                        String.join("", texts),
                        List.of(5, 6),
                        words,
                        by);
    }

    static DocumentWord word(String text, double start, double end, double probability) {
        return new DocumentWord(text, start, end, OptionalDouble.of(probability), false);
    }
}
