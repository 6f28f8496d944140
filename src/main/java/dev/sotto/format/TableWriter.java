package dev.sotto.format;

import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Transcript;

/** One line per segment. Follows WriteTXT and WriteTSV in whisper/utils.py (openai/whisper, MIT). */
final class TableWriter {
    private TableWriter() {}

    static String text(Transcript transcript) {
        StringBuilder lines = new StringBuilder();
        for (Segment segment : transcript.segments()) {
            lines.append(CueText.oneLine(segment.text())).append('\n');
        }
        return lines.toString();
    }

    /** Times in whole milliseconds. */
    static String tsv(Transcript transcript) {
        StringBuilder rows = new StringBuilder("start\tend\ttext\n");
        for (Segment segment : transcript.segments()) {
            rows.append(Timestamps.millis(segment.startSeconds())).append('\t');
            rows.append(Timestamps.millis(segment.endSeconds())).append('\t');
            rows.append(CueText.oneLine(segment.text()).replace('\t', ' ')).append('\n');
        }
        return rows.toString();
    }
}
