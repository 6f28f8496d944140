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
            lines.append(SpeakerText.before(SpeakerText.label(segment)));
            lines.append(CueText.oneLine(segment.text())).append('\n');
        }
        return lines.toString();
    }

    /** Times in whole milliseconds; a column for speakers where they were told apart. */
    static String tsv(Transcript transcript) {
        boolean hasSpeakers = transcript.speakers().isPresent();
        StringBuilder rows = new StringBuilder(hasSpeakers ? "start\tend\tspeaker\ttext\n" : "start\tend\ttext\n");
        List<Cue> cells = transcript.segments().stream()
                .map(segment -> Cue.of(
                        segment.startSeconds(),
                        segment.endSeconds(),
                        CueText.oneLine(segment.text()).replace('\t', ' '),
                        SpeakerText.label(segment)))
                .toList();
        for (Cue cue : CueTimes.mended(cells, transcript.durationSeconds())) {
            rows.append(cue.startMillis()).append('\t');
            rows.append(cue.endMillis()).append('\t');
            if (hasSpeakers) {
                rows.append(cue.speaker().orElse("")).append('\t');
            }
            rows.append(cue.text()).append('\n');
        }
        return rows.toString();
    }
}
