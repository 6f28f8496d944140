package dev.sotto.edit;

import dev.sotto.edit.Item.Head;
import dev.sotto.transcript.SaidBy;
import dev.sotto.transcript.Segment;
import dev.sotto.transcript.TimeSpan;
import dev.sotto.transcript.Transcript;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** A machine's transcript as version 0 of a document: a passage for each of its segments, called s0, s1 and so on. */
final class MachineText {
    private MachineText() {}

    /** The heads in order, at least one, all words hung in behind them. */
    static List<Head> heads(Transcript transcript) {
        List<Head> heads = new ArrayList<>();
        Item last = null;
        for (Segment segment : transcript.segments()) {
            Head head = new Head(
                    0,
                    "s" + heads.size(),
                    heads.size(),
                    place(segment),
                    segment.saidBy().flatMap(SaidBy::speaker));
            heads.add(head);
            if (last != null) {
                last.next = head;
            }
            last = head;
            for (DocumentWord word : words(segment)) {
                Item.Word item = new Item.Word(0, word);
                head.origin.add(item);
                last.next = item;
                last = item;
            }
        }
        if (heads.isEmpty()) {
            heads.add(new Head(0, "s0", 0, new TimeSpan(0, 0), Optional.empty()));
        }
        return heads;
    }

    private static TimeSpan place(Segment segment) {
        double start = Math.max(0, segment.startSeconds());
        return new TimeSpan(start, Math.max(start, segment.endSeconds()));
    }

    /** Those of the machine, if they are the whole text; else the text is cut, and its words share the segment's span. */
    private static List<DocumentWord> words(Segment segment) {
        List<DocumentWord> words = new ArrayList<>();
        boolean isWhole = said(segment).equals(segment.text().strip());
        if (!isWhole) {
            words.addAll(Spread.over(
                    WordSplit.split(segment.text()),
                    segment.startSeconds(),
                    segment.endSeconds(),
                    OptionalDouble.empty()));
        }
        for (dev.sotto.transcript.Word word : isWhole ? segment.words() : List.<dev.sotto.transcript.Word>of()) {
            List<String> parts = WordSplit.split(word.text());
            OptionalDouble probability = OptionalDouble.of(word.probability());
            if (parts.size() == 1) {
                words.add(new DocumentWord(parts.get(0), word.startSeconds(), word.endSeconds(), probability, false));
            } else {
                words.addAll(Spread.over(parts, word.startSeconds(), word.endSeconds(), probability));
            }
        }
        if (!words.isEmpty()) {
            DocumentWord first = words.get(0);
            words.set(0, first.written(WordSplit.atStart(first.text())));
        }
        return words;
    }

    private static String said(Segment segment) {
        return segment.words().stream()
                .map(dev.sotto.transcript.Word::text)
                .collect(Collectors.joining())
                .strip();
    }
}
