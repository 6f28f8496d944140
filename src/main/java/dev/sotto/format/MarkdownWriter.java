package dev.sotto.format;

import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Transcript;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Paragraphs for people, each with the time of its beginning and its speaker. One begins with another speaker, after a pause of
 * 2 s, and with the next sentence once the last has lasted a minute.
 */
final class MarkdownWriter {
    private static final double PAUSE_SECONDS = 2;
    private static final double PARAGRAPH_SECONDS = 60;
    /** What CommonMark gives a meaning within a line. */
    private static final Pattern SIGNS = Pattern.compile("[\\\\`*_\\[\\]<>&#|~!]");

    private static final Pattern SENTENCE_END = Pattern.compile("(?s).*[.!?…。！？؟।][\"'”’»)\\]]*\\s*");

    private MarkdownWriter() {}

    static String markdown(Transcript transcript) {
        StringBuilder page = new StringBuilder();
        Optional<Segment> last = Optional.empty();
        double begin = 0;
        for (Segment segment : transcript.segments()) {
            String text = escaped(CueText.oneLine(segment.text()));
            if (text.isEmpty()) {
                continue;
            }
            if (last.isEmpty() || beginsParagraph(segment, last.get(), begin)) {
                begin = segment.startSeconds();
                page.append(last.isEmpty() ? "" : "\n\n").append(head(segment, text));
            } else {
                page.append(' ');
            }
            page.append(text);
            last = Optional.of(segment);
        }
        return page.isEmpty() ? "" : page.append('\n').toString();
    }

    private static boolean beginsParagraph(Segment segment, Segment last, double begin) {
        return !SpeakerText.label(segment).equals(SpeakerText.label(last))
                || segment.startSeconds() - last.endSeconds() >= PAUSE_SECONDS
                || (segment.startSeconds() - begin >= PARAGRAPH_SECONDS
                        && SENTENCE_END.matcher(last.text()).matches());
    }

    private static String head(Segment segment, String text) {
        long millis = Timestamps.millis(segment.startSeconds());
        String time = Timestamps.vtt(millis - millis % 1000).replaceFirst("\\.000$", "");
        String label = SpeakerText.label(segment)
                .map(MarkdownWriter::escaped)
                .map(name -> " " + name + ":")
                .orElse("");
        String head = "**" + time + label + "**";
        return (DisplayWidth.isRightToLeft(text) ? SpeakerText.isolated(head) : head) + " ";
    }

    private static String escaped(String text) {
        return SIGNS.matcher(text).replaceAll("\\\\$0");
    }
}
