package dev.sotto.format;

import dev.sotto.transcript.Transcript;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A document of word processors (Office Open XML, ISO/IEC 29500, strict enough for Word, LibreOffice and Pages): each {@link
 * Paragraph} below a line with its speaker and its time. The same transcript makes the same bytes.
 */
final class DocxWriter {
    private static final String WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    private static final String HEAD = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
    /** The first that a zip file can state: a document is no newer for being written again. */
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private static final String CONTENT_TYPES = """
        <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">\
        <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
        <Default Extension="xml" ContentType="application/xml"/>\
        <Override PartName="/word/document.xml" \
        ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>\
        <Override PartName="/word/styles.xml" \
        ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>\
        </Types>""";
    private static final String RELATIONS = """
        <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">\
        <Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" Target="%s"/>\
        </Relationships>""";
    private static final String STYLES = """
        <w:styles xmlns:w="%s">\
        <w:docDefaults>\
        <w:rPrDefault><w:rPr>\
        <w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:eastAsia="Calibri" w:cs="Calibri"/>\
        <w:sz w:val="22"/><w:szCs w:val="22"/>%s</w:rPr></w:rPrDefault>\
        <w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault>\
        </w:docDefaults>\
        <w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>\
        <w:style w:type="paragraph" w:customStyle="1" w:styleId="Turn">\
        <w:name w:val="Turn"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/>\
        <w:pPr><w:keepNext/><w:spacing w:before="200" w:after="0"/></w:pPr></w:style>\
        <w:style w:type="character" w:customStyle="1" w:styleId="Speaker">\
        <w:name w:val="Speaker"/><w:qFormat/><w:rPr><w:b/><w:bCs/></w:rPr></w:style>\
        <w:style w:type="character" w:customStyle="1" w:styleId="Time">\
        <w:name w:val="Time"/><w:qFormat/><w:rPr><w:color w:val="595959"/></w:rPr></w:style>\
        </w:styles>""";
    /** A4 with margins of 2.5 cm, in twentieths of a point. */
    private static final String PAGE =
            "<w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1417\" w:right=\"1417\""
                    + " w:bottom=\"1417\" w:left=\"1417\" w:header=\"708\" w:footer=\"708\" w:gutter=\"0\"/></w:sectPr>";

    private static final Set<String> EAST_ASIAN = Set.of("zh", "yue", "ja", "ko");
    private static final Set<String> RIGHT_TO_LEFT = Set.of("ar", "he", "fa", "ur", "yi", "ps", "sd");

    private DocxWriter() {}

    /**
     * The whole file.
     *
     * @param hasTimes whether the line above each paragraph says when it begins
     */
    static byte[] docx(Transcript transcript, boolean hasTimes) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes, StandardCharsets.UTF_8)) {
            put(zip, "[Content_Types].xml", CONTENT_TYPES);
            put(zip, "_rels/.rels", RELATIONS.formatted("officeDocument", "word/document.xml"));
            put(zip, "word/_rels/document.xml.rels", RELATIONS.formatted("styles", "styles.xml"));
            put(zip, "word/styles.xml", STYLES.formatted(WORDS, language(transcript.language())));
            put(zip, "word/document.xml", document(Paragraph.of(transcript), hasTimes));
        } catch (IOException e) {
            throw new UncheckedIOException("memory can be written", e);
        }
        return bytes.toByteArray();
    }

    private static void put(ZipOutputStream zip, String name, String xml) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(TIME);
        zip.putNextEntry(entry);
        zip.write((HEAD + xml).getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }

    /** In which language its spelling is checked. */
    private static String language(String code) {
        if (!code.matches("[a-z]{2,3}")) {
            return "";
        }
        String script = EAST_ASIAN.contains(code) ? "eastAsia" : RIGHT_TO_LEFT.contains(code) ? "bidi" : "val";
        return "<w:lang w:%s=\"%s\"/>".formatted(script, code);
    }

    private static String document(List<Paragraph> paragraphs, boolean hasTimes) {
        StringBuilder body = new StringBuilder("<w:document xmlns:w=\"" + WORDS + "\"><w:body>");
        for (Paragraph paragraph : paragraphs) {
            appendHead(body, paragraph, hasTimes);
            begin(body, "", paragraph.isRightToLeft());
            append(body, "", paragraph.text(), paragraph.isRightToLeft());
            body.append("</w:p>");
        }
        return body.append(PAGE).append("</w:body></w:document>").toString();
    }

    private static void appendHead(StringBuilder body, Paragraph paragraph, boolean hasTimes) {
        Optional<String> speaker = paragraph.speaker();
        if (speaker.isEmpty() && !hasTimes) {
            return;
        }
        begin(body, "<w:pStyle w:val=\"Turn\"/>", paragraph.isRightToLeft());
        speaker.ifPresent(
                name -> append(body, "<w:rStyle w:val=\"Speaker\"/>", name, DisplayWidth.isRightToLeft(name)));
        if (hasTimes) {
            append(body, "<w:rStyle w:val=\"Time\"/>", (speaker.isPresent() ? "  " : "") + paragraph.time(), false);
        }
        body.append("</w:p>");
    }

    private static void begin(StringBuilder body, String style, boolean isRightToLeft) {
        String properties = style + (isRightToLeft ? "<w:bidi/>" : "");
        body.append(properties.isEmpty() ? "<w:p>" : "<w:p><w:pPr>" + properties + "</w:pPr>");
    }

    private static void append(StringBuilder body, String style, String text, boolean isRightToLeft) {
        String properties = style + (isRightToLeft ? "<w:rtl/>" : "");
        body.append(properties.isEmpty() ? "<w:r>" : "<w:r><w:rPr>" + properties + "</w:rPr>")
                .append("<w:t xml:space=\"preserve\">");
        text.codePoints().forEach(sign -> appendSign(body, sign));
        body.append("</w:t></w:r>");
    }

    /** XML has no room for most control characters, nor for halves of pairs. */
    private static void appendSign(StringBuilder body, int sign) {
        switch (sign) {
            case '&' -> body.append("&amp;");
            case '<' -> body.append("&lt;");
            case '>' -> body.append("&gt;");
            default -> {
                boolean isAllowed = sign == '\t'
                        || (sign >= 0x20 && sign < 0xD800)
                        || (sign > 0xDFFF && sign < 0xFFFE)
                        || sign > 0xFFFF;
                body.appendCodePoint(isAllowed ? sign : 0xFFFD);
            }
        }
    }
}
