package dev.sotto.format;

import dev.sotto.transcript.Transcript;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Each {@link Paragraph} with the time of its beginning and its speaker. */
final class MarkdownWriter {
    /** What CommonMark gives a meaning within a line. */
    private static final Pattern SIGNS = Pattern.compile("[\\\\`*_\\[\\]<>&#|~!]");

    private MarkdownWriter() {}

    /** @param hasTimes whether each paragraph begins with its time */
    static String markdown(Transcript transcript, boolean hasTimes) {
        List<Paragraph> paragraphs = Paragraph.of(transcript);
        return paragraphs.stream()
                .map(paragraph -> head(paragraph, hasTimes) + escaped(paragraph.text()))
                .collect(Collectors.joining("\n\n", "", paragraphs.isEmpty() ? "" : "\n"));
    }

    private static String head(Paragraph paragraph, boolean hasTimes) {
        String label = paragraph
                .speaker()
                .map(MarkdownWriter::escaped)
                .map(name -> name + ":")
                .orElse("");
        String line = Stream.of(hasTimes ? paragraph.time() : "", label)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "));
        if (line.isEmpty()) {
            return "";
        }
        String head = "**" + line + "**";
        return (paragraph.isRightToLeft() ? SpeakerText.isolated(head) : head) + " ";
    }

    private static String escaped(String text) {
        return SIGNS.matcher(text).replaceAll("\\\\$0");
    }
}
