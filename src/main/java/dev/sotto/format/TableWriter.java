package dev.sotto.format;

import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Transcript;
import java.util.List;

/** One line per segment, with its speaker before it where there is one. Follows WriteTXT and WriteTSV in whisper/utils.py (openai/whisper, MIT). */
final class TableWriter {
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

    /** The same columns as RFC 4180 has them: lines end with CR LF, and text stands between quotes. */
    static String csv(Transcript transcript) {
        boolean hasSpeakers = transcript.speakers().isPresent();
        StringBuilder rows = new StringBuilder(hasSpeakers ? "start,end,speaker,text\r\n" : "start,end,text\r\n");
        for (Cue cue : rows(transcript)) {
            rows.append(cue.startMillis()).append(',').append(cue.endMillis()).append(',');
            if (hasSpeakers) {
                rows.append(quoted(cue.speaker().orElse(""))).append(',');
            }
            rows.append(quoted(cue.text())).append("\r\n");
        }
        return rows.toString();
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
