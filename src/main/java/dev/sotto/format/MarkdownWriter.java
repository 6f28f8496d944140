package dev.sotto.format;

import dev.sotto.transcript.Transcript;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Each {@link Paragraph} with the time of its beginning and its speaker. */
final class MarkdownWriter {
    /** What CommonMark gives a meaning within a line. */
    private static final Pattern SIGNS = Pattern.compile("[\\\\`*_\\[\\]<>&#|~!]");

    private MarkdownWriter() {}

    static String markdown(Transcript transcript) {
        List<Paragraph> paragraphs = Paragraph.of(transcript);
        return paragraphs.stream()
                .map(paragraph -> head(paragraph) + escaped(paragraph.text()))
                .collect(Collectors.joining("\n\n", "", paragraphs.isEmpty() ? "" : "\n"));
    }

    private static String head(Paragraph paragraph) {
        String label = paragraph
                .speaker()
                .map(MarkdownWriter::escaped)
                .map(name -> " " + name + ":")
                .orElse("");
        String head = "**" + paragraph.time() + label + "**";
        return (paragraph.isRightToLeft() ? SpeakerText.isolated(head) : head) + " ";
    }

    private static String escaped(String text) {
        return SIGNS.matcher(text).replaceAll("\\\\$0");
    }
}
