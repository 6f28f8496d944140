package dev.sotto.format;

import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Transcript;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Segments that people read as one. A paragraph begins with another speaker, after a pause of 2 s, and with the next sentence once
 * the last has lasted a minute.
 *
 * @param startSeconds of its first segment
 * @param speaker as people call them; empty where nobody was told apart
 * @param text in one line; never empty
 */
public record Paragraph(double startSeconds, Optional<String> speaker, String text) {
    private static final double PAUSE_SECONDS = 2;
    private static final double LONG_SECONDS = 60;
    private static final Pattern SENTENCE_END = Pattern.compile("(?s).*[.!?…。！？؟।][\"'”’»)\\]]*\\s*");

    /** All that is said, in its order; segments without text are left out. */
    public static List<Paragraph> of(Transcript transcript) {
        List<Paragraph> paragraphs = new ArrayList<>();
        List<Segment> open = new ArrayList<>();
        for (Segment segment : transcript.segments()) {
            if (CueText.oneLine(segment.text()).isEmpty()) {
                continue;
            }
            if (!open.isEmpty() && begins(segment, open)) {
                paragraphs.add(joined(open));
                open.clear();
            }
            open.add(segment);
        }
        if (!open.isEmpty()) {
            paragraphs.add(joined(open));
        }
        return List.copyOf(paragraphs);
    }

    private static boolean begins(Segment segment, List<Segment> open) {
        Segment last = open.get(open.size() - 1);
        return !SpeakerText.label(segment).equals(SpeakerText.label(last))
                || segment.startSeconds() - last.endSeconds() >= PAUSE_SECONDS
                || (segment.startSeconds() - open.get(0).startSeconds() >= LONG_SECONDS
                        && SENTENCE_END.matcher(last.text()).matches());
    }

    private static Paragraph joined(List<Segment> segments) {
        List<String> texts = segments.stream()
                .map(segment -> CueText.oneLine(segment.text()))
                .toList();
        Segment first = segments.get(0);
        return new Paragraph(first.startSeconds(), SpeakerText.label(first), String.join(" ", texts));
    }

    /** When it begins, as {@code 00:01:02}. */
    public String time() {
        long millis = Timestamps.millis(startSeconds);
        return Timestamps.vtt(millis - millis % 1000).replaceFirst("\\.000$", "");
    }

    /** Whether its first letter runs from right to left. */
    public boolean isRightToLeft() {
        return DisplayWidth.isRightToLeft(text);
    }
}
