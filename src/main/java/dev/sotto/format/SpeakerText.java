package dev.sotto.format;

import dev.sotto.transcript.SaidBy;
import dev.sotto.transcript.Segment;
import java.util.List;
import java.util.Optional;

/** Who says a segment, as formats without a field for it show it. */
final class SpeakerText {
    private static final String UNKNOWN = "unknown";

    private SpeakerText() {}

    static Optional<String> label(Segment segment) {
        return segment.saidBy().flatMap(SaidBy::speaker);
    }

    /** For formats in which each segment must have a speaker. */
    static String labelOrUnknown(Segment segment) {
        return label(segment).orElse(UNKNOWN);
    }

    /** A line for segments of one speaker that follow each other. */
    static String turns(List<Segment> segments) {
        StringBuilder lines = new StringBuilder();
        String last = "";
        for (Segment segment : segments) {
            String label = labelOrUnknown(segment);
            if (lines.length() > 0) {
                lines.append(label.equals(last) ? " " : "\n");
            }
            if (!label.equals(last)) {
                lines.append(before(Optional.of(label)));
            }
            lines.append(CueText.oneLine(segment.text()));
            last = label;
        }
        return lines.toString();
    }

    /** The same, but kept apart from the direction of text that runs from right to left, which it would turn round. */
    static String before(Optional<String> label, String text) {
        return label.isPresent() && DisplayWidth.isRightToLeft(text) ? isolated(label.get()) + ": " : before(label);
    }

    /** Between a first strong isolate and its end, so that it does not count for the direction of its line. */
    static String isolated(String text) {
        return "\u2068" + text + "\u2069";
    }

    /** {@code A: }, or nothing. */
    static String before(Optional<String> label) {
        return label.map(text -> text + ": ").orElse("");
    }
}
