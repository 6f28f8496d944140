package dev.sotto.format;

import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Transcript;
import java.util.List;
import java.util.regex.Pattern;

/** One line per segment, with its speaker before it where there is one. Follows WriteTXT and WriteTSV in whisper/utils.py (openai/whisper, MIT). */
final class TableWriter {
    /** Signs at the beginning of a cell; also those of full width, which some spreadsheets take for the others. */
    private static final Pattern FORMULA = Pattern.compile("[=+\\-@\uFF1D\uFF0B\uFF0D\uFF20]");

    private TableWriter() {}

    static String text(Transcript transcript) {
        StringBuilder lines = new StringBuilder();
        for (Segment segment : transcript.segments()) {
            String text = CueText.oneLine(segment.text());
            lines.append(SpeakerText.before(SpeakerText.label(segment), text));
            lines.append(text).append('\n');
        }
        return lines.toString();
    }

    /** Times in whole milliseconds; a column for speakers where they were told apart. */
    static String tsv(Transcript transcript) {
        boolean hasSpeakers = transcript.speakers().isPresent();
        StringBuilder rows = new StringBuilder(hasSpeakers ? "start\tend\tspeaker\ttext\n" : "start\tend\ttext\n");
        for (Cue cue : rows(transcript)) {
            rows.append(cue.startMillis()).append('\t');
            rows.append(cue.endMillis()).append('\t');
            if (hasSpeakers) {
                rows.append(cue.speaker().orElse("")).append('\t');
            }
            rows.append(cue.text().replace('\t', ' ')).append('\n');
        }
        return rows.toString();
    }

    /**
     * The same columns as RFC 4180 has them: lines end with CR LF, and text stands between quotes. An apostrophe keeps
     * spreadsheets from calculating what begins as a formula, as dialogues with dashes do (OWASP, CSV Injection).
     */
    static String csv(Transcript transcript) {
        boolean hasSpeakers = transcript.speakers().isPresent();
        StringBuilder rows = new StringBuilder(hasSpeakers ? "start,end,speaker,text\r\n" : "start,end,text\r\n");
        for (Cue cue : rows(transcript)) {
            rows.append(cue.startMillis()).append(',').append(cue.endMillis()).append(',');
            if (hasSpeakers) {
                rows.append(quoted(cue.speaker().orElse(""))).append(',');
            }
            rows.append(quoted(unlikeFormula(cue.text()))).append("\r\n");
        }
        return rows.toString();
    }

    private static String unlikeFormula(String text) {
        return FORMULA.matcher(text).lookingAt() ? "'" + text : text;
    }

    private static String quoted(String text) {
        return '"' + text.replace("\"", "\"\"") + '"';
    }

    private static List<Cue> rows(Transcript transcript) {
        List<Cue> rows = transcript.segments().stream()
                .map(segment -> Cue.of(
                        segment.startSeconds(),
                        segment.endSeconds(),
                        CueText.oneLine(segment.text()),
                        SpeakerText.label(segment)))
                .toList();
        return CueTimes.mended(rows, transcript.durationSeconds());
    }
}
