package dev.sotto.format;

import dev.sotto.transcript.Transcript;
import java.util.List;
import java.util.Locale;

/**
 * Advanced SubStation Alpha, version 4.00+, with one style. Times have hundredths of a second, so a cue that is shorter lasts
 * for one.
 */
final class AssWriter {
    private static final String HEAD = """
        [Script Info]
        ScriptType: v4.00+
        PlayResX: 384
        PlayResY: 288
        WrapStyle: 0
        ScaledBorderAndShadow: yes

        [V4+ Styles]
        Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, \
        Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, \
        MarginV, Encoding
        Style: Default,Arial,16,&H00FFFFFF,&H00FFFFFF,&H00000000,&H00000000,0,0,0,0,100,100,0,0,1,1,0,2,10,10,10,%d

        [Events]
        Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
        """;
    private static final int LEFT_TO_RIGHT = 1;
    /** Lets libass find the direction of each line. */
    private static final int DIRECTION_BY_TEXT = -1;

    private AssWriter() {}

    static String ass(Transcript transcript, DocumentOptions options) {
        List<Cue> cues = SubtitleWriter.cues(transcript, options, CueMarkup.ASS);
        boolean isRightToLeft = cues.stream().anyMatch(cue -> DisplayWidth.isRightToLeft(cue.text()));
        StringBuilder file = new StringBuilder(HEAD.formatted(isRightToLeft ? DIRECTION_BY_TEXT : LEFT_TO_RIGHT));
        for (Cue cue : cues) {
            long start = hundredths(cue.startMillis());
            long end = Math.max(hundredths(cue.endMillis()), start + 1);
            file.append("Dialogue: 0,%s,%s,Default,%s,0,0,0,,%s%n"
                    .formatted(
                            time(start),
                            time(end),
                            cue.speaker().map(AssWriter::name).orElse(""),
                            SubtitleWriter.spoken(cue).replace("\n", "\\N")));
        }
        return file.toString();
    }

    /** The comma ends the column. */
    private static String name(String label) {
        return label.replace(',', ';');
    }

    private static long hundredths(long millis) {
        return (millis + 5) / 10;
    }

    private static String time(long hundredths) {
        return String.format(
                Locale.ROOT,
                "%d:%02d:%02d.%02d",
                hundredths / 360_000,
                hundredths / 6_000 % 60,
                hundredths / 100 % 60,
                hundredths % 100);
    }
}
