package dev.sotto.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.transcript.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Many made-up transcripts, written and read back by a reader that knows nothing of the writer. */
class SubtitlePropertiesTest {
    private static final int TRANSCRIPTS = 300;
    private static final Pattern SRT_CUE = Pattern.compile(
            "(\\d+)\n(\\d\\d+):(\\d\\d):(\\d\\d),(\\d{3}) --> (\\d\\d+):(\\d\\d):(\\d\\d),(\\d{3})\n(.*)\n\n");
    private static final Pattern VTT_CUE = Pattern.compile(
            "()(\\d\\d+):(\\d\\d):(\\d\\d)\\.(\\d{3}) --> (\\d\\d+):(\\d\\d):(\\d\\d)\\.(\\d{3})\n(.*)\n\n");
    private static final String[] PIECES = {
        " word", "-->", " ", "\n", "\n\n", "\t", "é", "日本", "👍", "&", "<b>", "\"", "\\", "1", "\u00A0", "WEBVTT",
        "\r\n"
    };

    @Test
    void srt_reads_back_with_every_time_and_number() {
        Random random = new Random(1);
        for (int i = 0; i < TRANSCRIPTS; i++) {
            List<Segment> segments = segments(random);
            String written = TranscriptFormat.SRT.write(TranscriptFormatTest.transcript("en", segments));
            assertReadsBack(written, SRT_CUE, segments);
        }
    }

    @Test
    void vtt_reads_back_with_every_time() {
        Random random = new Random(2);
        for (int i = 0; i < TRANSCRIPTS; i++) {
            List<Segment> segments = segments(random);
            String written = TranscriptFormat.VTT.write(TranscriptFormatTest.transcript("en", segments));
            assertThat(written).startsWith("WEBVTT\n\n");
            assertReadsBack(written.substring(8), VTT_CUE, segments);
        }
    }

    @Test
    void tsv_has_three_columns_in_every_row() {
        Random random = new Random(3);
        for (int i = 0; i < TRANSCRIPTS; i++) {
            List<Segment> segments = segments(random);
            String written = TranscriptFormat.TSV.write(TranscriptFormatTest.transcript("en", segments));
            assertThat(written.split("\n", -1)).hasSize(segments.size() + 2);
            for (String row : written.lines().toList()) {
                assertThat(row.chars().filter(c -> c == '\t').count()).isEqualTo(2);
            }
        }
    }

    private static void assertReadsBack(String written, Pattern cuePattern, List<Segment> segments) {
        Matcher cue = cuePattern.matcher(written);
        int position = 0;
        long last = 0;
        for (Segment segment : segments) {
            assertThat(cue.find(position) && cue.start() == position)
                    .as(written)
                    .isTrue();
            long start = millis(cue, 2);
            long end = millis(cue, 6);
            assertThat(start).isGreaterThanOrEqualTo(last).isLessThan(end);
            assertThat(start / 1000.0 - segment.startSeconds()).isBetween(-0.000501, 0.000501);
            assertThat(end / 1000.0 - segment.endSeconds()).isBetween(-0.000501, 0.000501);
            if (!cue.group(1).isEmpty()) {
                assertThat(cue.group(1)).isEqualTo(Integer.toString(segment.id() + 1));
            }
            assertThat(cue.group(10)).doesNotContain("-->");
            last = start;
            position = cue.end();
        }
        assertThat(position).isEqualTo(written.length());
    }

    private static long millis(Matcher cue, int group) {
        String hours = cue.group(group);
        long minutes = (hours == null ? 0 : Long.parseLong(hours) * 60) + Long.parseLong(cue.group(group + 1));
        return (minutes * 60 + Long.parseLong(cue.group(group + 2))) * 1000 + Long.parseLong(cue.group(group + 3));
    }

    private static List<Segment> segments(Random random) {
        List<Segment> segments = new ArrayList<>();
        double start = 0;
        int count = random.nextInt(8);
        for (int id = 0; id < count; id++) {
            start += random.nextDouble() * Math.pow(10, random.nextInt(5));
            double end = start + random.nextDouble() * 30;
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(12); i > 0; i--) {
                text.append(PIECES[random.nextInt(PIECES.length)]);
            }
            segments.add(new Segment(id, 0, start, end, text.toString(), List.of(), 0, -0.1, 1, 0, List.of()));
            start = end;
        }
        return segments;
    }
}
