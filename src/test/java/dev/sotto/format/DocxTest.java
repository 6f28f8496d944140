package dev.sotto.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sotto.transcript.SaidBy;
import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Speakers;
import dev.sotto.transcript.Task;
import dev.sotto.transcript.TimeSpan;
import dev.sotto.transcript.Transcript;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.apache.poi.xwpf.usermodel.XWPFParagraph;
import org.apache.poi.xwpf.usermodel.XWPFRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Documents for word processors, as Apache POI reads them. */
class DocxTest {
    private static Segment segment(double start, String text) {
        return new Segment(0, 0, start, start + 2, text, List.of(5), 0, -0.2, 1.1, 0.01, List.of());
    }

    private static Segment said(Segment segment, String speaker) {
        SaidBy by = new SaidBy(Optional.of(speaker), 1, List.of(), false);
        return segment.part(
                new TimeSpan(segment.startSeconds(), segment.endSeconds()), segment.text(), List.of(), List.of(), by);
    }

    private static Transcript transcript(String language, Segment... segments) {
        return new Transcript(Task.TRANSCRIBE, language, 90, "", List.of(segments));
    }

    private static Transcript conversation() {
        List<Segment> segments = List.of(
                said(segment(0, " Good morning."), "Anna"),
                said(segment(2, " How are you?"), "Anna"),
                said(segment(61.9, " Fine & <well>."), "Ben"));
        return transcript("en").said(segments, new Speakers(List.of(), List.of(), Optional.empty()));
    }

    private static List<String> lines(Transcript transcript, boolean hasTimes) throws IOException {
        byte[] file = TranscriptFormat.DOCX.encode(transcript, DocumentOptions.DEFAULTS, hasTimes);
        try (XWPFDocument document = new XWPFDocument(new ByteArrayInputStream(file))) {
            List<String> lines = new ArrayList<>();
            for (XWPFParagraph paragraph : document.getParagraphs()) {
                String style = paragraph.getStyle() == null ? "" : paragraph.getStyle() + ": ";
                lines.add(style + paragraph.getText());
            }
            return lines;
        }
    }

    @Test
    void speakers_and_times_stand_above_what_is_said() throws IOException {
        assertThat(lines(conversation(), true))
                .containsExactly(
                        "Turn: Anna  00:00:00", "Good morning. How are you?", "Turn: Ben  00:01:01", "Fine & <well>.");
        assertThat(lines(conversation(), false))
                .containsExactly("Turn: Anna", "Good morning. How are you?", "Turn: Ben", "Fine & <well>.");
    }

    @Test
    void what_is_left_out_leaves_no_empty_line() throws IOException {
        assertThat(lines(conversation().anonymous(), true))
                .containsExactly("Turn: 00:00:00", "Good morning. How are you?", "Turn: 00:01:01", "Fine & <well>.");
        assertThat(lines(conversation().anonymous(), false))
                .containsExactly("Good morning. How are you?", "Fine & <well>.");
        assertThat(lines(transcript("en"), true)).isEmpty();
    }

    @Test
    void styles_are_those_that_the_document_names() throws IOException {
        byte[] file = TranscriptFormat.DOCX.encode(conversation(), DocumentOptions.DEFAULTS);
        try (XWPFDocument document = new XWPFDocument(new ByteArrayInputStream(file))) {
            for (String style : List.of("Normal", "Turn", "Speaker", "Time")) {
                assertThat(document.getStyles().styleExist(style)).as(style).isTrue();
            }
            List<XWPFRun> runs = document.getParagraphs().get(0).getRuns();
            assertThat(runs).extracting(XWPFRun::getStyle).containsExactly("Speaker", "Time");
        }
    }

    private static Map<String, String> parts(Transcript transcript) throws IOException {
        byte[] file = TranscriptFormat.DOCX.encode(transcript, DocumentOptions.DEFAULTS);
        Map<String, String> parts = new HashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                parts.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return parts;
    }

    @ParameterizedTest
    @CsvSource({"de, w:val", "ja, w:eastAsia", "he, w:bidi"})
    void its_spelling_is_checked_in_its_language(String language, String attribute) throws IOException {
        assertThat(parts(transcript(language)).get("word/styles.xml"))
                .contains("<w:lang %s=\"%s\"/>".formatted(attribute, language));
    }

    @Test
    void text_from_right_to_left_is_laid_out_so() throws IOException {
        Transcript hebrew = transcript("he", segment(0, " \u05e9\u05dc\u05d5\u05dd."));
        assertThat(lines(hebrew, true)).containsExactly("Turn: 00:00:00", "\u05e9\u05dc\u05d5\u05dd.");
        assertThat(parts(hebrew).get("word/document.xml"))
                .contains("<w:p><w:pPr><w:bidi/></w:pPr><w:r><w:rPr><w:rtl/></w:rPr>");
        assertThat(parts(transcript("en", segment(0, " Hello."))).get("word/document.xml"))
                .doesNotContain("w:bidi", "w:rtl");
    }

    @Test
    void signs_that_xml_does_not_know_are_replaced() throws IOException {
        assertThat(lines(transcript("en", segment(0, " a\u0000b\u0007c\ud83dd\uffffe \ud83d\ude00 f")), false))
                .containsExactly("a\ufffdb\ufffdc\ufffdd\ufffde \ud83d\ude00 f");
    }

    @Test
    void the_same_transcript_makes_the_same_bytes_and_no_text() {
        byte[] first = TranscriptFormat.DOCX.encode(conversation(), DocumentOptions.DEFAULTS);
        assertThat(TranscriptFormat.DOCX.encode(conversation(), DocumentOptions.DEFAULTS))
                .isEqualTo(first);
        assertThatThrownBy(() -> TranscriptFormat.DOCX.write(conversation())).isInstanceOf(IllegalStateException.class);
    }
}
