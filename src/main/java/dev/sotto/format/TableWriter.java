package dev.sotto.format;

import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Transcript;

/** One line per segment, with its speaker before it where there is one. Follows WriteTXT and WriteTSV in whisper/utils.py (openai/whisper, MIT). */
final class TableWriter {
    private TableWriter() {}

    static String text(Transcript transcript) {
        StringBuilder lines = new StringBuilder();
        for (Segment segment : transcript.segments()) {
            lines.append(SpeakerText.before(SpeakerText.label(segment)));
            lines.append(CueText.oneLine(segment.text())).append('\n');
        }
        return lines.toString();
    }

    /** Times in whole milliseconds; a column for speakers where they were told apart. */
    static String tsv(Transcript transcript) {
        boolean hasSpeakers = transcript.speakers().isPresent();
        StringBuilder rows = new StringBuilder(hasSpeakers ? "start\tend\tspeaker\ttext\n" : "start\tend\ttext\n");
        for (Segment segment : transcript.segments()) {
            rows.append(Timestamps.millis(segment.startSeconds())).append('\t');
            rows.append(Timestamps.millis(segment.endSeconds())).append('\t');
            if (hasSpeakers) {
                rows.append(SpeakerText.label(segment).orElse("")).append('\t');
            }
            rows.append(CueText.oneLine(segment.text()).replace('\t', ' ')).append('\n');
        }
        return rows.toString();
    }
}
