package dev.sotto.api.sotto;

import dev.sotto.format.Paragraph;
import dev.sotto.service.SharedTranscripts.Opened;
import io.vertx.ext.web.LanguageHeader;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A transcript as a page that needs no script: who speaks, when each paragraph begins, and what is said. It is in the language
 * that its reader's browser asks for.
 */
final class SharedPage {
    static final String TYPE = "text/html; charset=utf-8";

    private static final Map<String, String> ENGLISH = Map.of(
            "recording", "Recording of %s",
            "about", "Sent on %s. This link can be read until %s.",
            "silent", "No speech was found in this recording.",
            "ended", "This link has ended",
            "ended_help", "It has expired, or whoever made it has withdrawn it. Ask them for another one.",
            "unknown", "There is no such link",
            "unknown_help",
                    "The address may be cut off, or the transcript was deleted. Ask whoever sent it to you for another one.");
    private static final Map<String, String> GERMAN = Map.of(
            "recording", "Aufnahme vom %s",
            "about", "Eingesandt am %s. Dieser Link lässt sich bis %s lesen.",
            "silent", "In dieser Aufnahme wurde nichts gesprochen.",
            "ended", "Dieser Link gilt nicht mehr",
            "ended_help", "Er ist abgelaufen oder wurde zurückgezogen. Bitten Sie um einen neuen.",
            "unknown", "Diesen Link gibt es nicht",
            "unknown_help",
                    "Die Adresse ist vielleicht abgeschnitten, oder die Abschrift wurde gelöscht. Bitten Sie um einen neuen Link.");

    private final Map<String, String> texts;
    private final Locale locale;

    private SharedPage(Map<String, String> texts, Locale locale) {
        this.texts = texts;
        this.locale = locale;
    }

    /** In the first of these languages that the page speaks, else in English. */
    static SharedPage in(List<LanguageHeader> wanted) {
        for (LanguageHeader language : wanted) {
            String tag = language.tag().toLowerCase(Locale.ROOT);
            if (tag.equals("de")) {
                return new SharedPage(GERMAN, Locale.GERMANY);
            }
            if (tag.equals("en")) {
                break;
            }
        }
        return new SharedPage(ENGLISH, Locale.UK);
    }

    private String text(String name) {
        return texts.getOrDefault(name, name);
    }

    /** The transcript; takes its time with a long one. */
    String of(Opened opened) {
        String heading =
                opened.title().isEmpty() ? text("recording").formatted(date(opened.recordedAt())) : opened.title();
        StringBuilder body = new StringBuilder();
        body.append("<h1 dir=\"auto\">")
                .append(escaped(heading))
                .append("</h1>\n<p class=\"about\">")
                .append(escaped(text("about").formatted(date(opened.recordedAt()), date(opened.expiresAt()))))
                .append("</p>\n");
        List<Paragraph> paragraphs = Paragraph.of(opened.transcript());
        body.append("<article lang=\"")
                .append(escaped(opened.transcript().language()))
                .append("\">\n");
        for (int i = 0; i < paragraphs.size(); i++) {
            append(body, paragraphs.get(i), i + 1);
        }
        body.append("</article>\n");
        if (paragraphs.isEmpty()) {
            body.append("<p>").append(escaped(text("silent"))).append("</p>\n");
        }
        return whole(heading, body.toString());
    }

    /** A paragraph's time is a link to it, so that a place can be sent to somebody. */
    private static void append(StringBuilder body, Paragraph paragraph, int number) {
        body.append("<section id=\"p%d\"><p class=\"who\"><a href=\"#p%d\">%s</a>"
                .formatted(number, number, paragraph.time()));
        paragraph.speaker().ifPresent(name -> body.append(" <strong dir=\"auto\">")
                .append(escaped(name))
                .append("</strong>"));
        body.append("</p><p dir=\"auto\">").append(escaped(paragraph.text())).append("</p></section>\n");
    }

    /** For a link that has expired or was withdrawn. */
    String ended() {
        return refusal("ended");
    }

    /** For a link that is none. */
    String unknown() {
        return refusal("unknown");
    }

    private String refusal(String name) {
        return whole(
                text(name), "<h1>%s</h1>\n<p>%s</p>\n".formatted(escaped(text(name)), escaped(text(name + "_help"))));
    }

    private String whole(String title, String body) {
        return """
            <!doctype html>
            <html lang="%s">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="robots" content="noindex, nofollow">
            <meta name="color-scheme" content="light dark">
            <title>%s</title>
            <link rel="stylesheet" href="../share.css">
            </head>
            <body><main>
            %s</main></body>
            </html>
            """.formatted(locale.getLanguage(), escaped(title), body);
    }

    private String date(Instant time) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                .withLocale(locale)
                .format(time.atOffset(ZoneOffset.UTC));
    }

    /** As text and in the value of an attribute. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
