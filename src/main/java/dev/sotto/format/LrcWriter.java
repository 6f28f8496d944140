package dev.sotto.format;

import dev.sotto.transcript.Transcript;
import java.util.List;
import java.util.Locale;

/**
 * Lines with the minute, second and hundredth at which each begins, as players of songs show them. A line of LRC stands until the
 * next one, so an empty line follows where nothing is said for long. Words are not marked.
 */
final class LrcWriter {
    private static final long PAUSE_MILLIS = 3_000;

    private LrcWriter() {}

    static String lrc(Transcript transcript, DocumentOptions options) {
        List<Cue> cues = SubtitleWriter.cues(transcript, options.withoutHighlight(), CueMarkup.LRC);
        StringBuilder file = new StringBuilder();
        for (int i = 0; i < cues.size(); i++) {
            Cue cue = cues.get(i);
            String text = SubtitleWriter.spoken(cue).replace('\n', ' ');
            line(file, cue.startMillis(), CueMarkup.LRC.escaped(text)); // again: a tag may go over several words
            if (i + 1 < cues.size() && cues.get(i + 1).startMillis() - cue.endMillis() >= PAUSE_MILLIS) {
                line(file, cue.endMillis(), "");
            }
        }
        return file.toString();
    }

    private static void line(StringBuilder file, long millis, String text) {
        long hundredths = (millis + 5) / 10;
        file.append(String.format(
                Locale.ROOT,
                "[%02d:%02d.%02d]%s%n",
                hundredths / 6_000,
                hundredths / 100 % 60,
                hundredths % 100,
                text));
    }
}
