package dev.sotto.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Task;
import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CueTimesTest {
    /** Times in milliseconds: start-end, one cue behind the other. */
    @ParameterizedTest
    @CsvSource({
        "0-500 500-900, 0-500 500-900",
        "0-560 500-900, 0-500 500-900",
        "0-500 500-500 700-900, 0-500 500-600 700-900",
        "0-500 500-500 550-900, 0-500 500-550 550-900",
        "0-500 500-500 500-900, 0-500 500-700 700-900",
        "0-500 400-400 400-400, 0-400 400-401 401-402",
        "0-0 0-0 0-0, 0-1 1-2 2-3",
        "1000-1000, 900-1000",
        "0-900 1000-1000, 0-900 900-1000",
        "0-1000 1000-1000, 0-500 500-1000",
        "0-900 700-800 850-950, 0-700 700-800 850-950",
        "500-600 400-450 700-800, 500-550 550-600 700-800",
        "300-200 400-500, 300-400 400-500",
    })
    void each_cue_ends_behind_its_start_and_before_the_next(String given, String expected) {
        assertThat(CueTimes.mended(cues(given), 1.0)).isEqualTo(cues(expected));
    }

    private static List<Cue> cues(String times) {
        List<Cue> cues = new ArrayList<>();
        for (String span : times.split(" ", -1)) {
            String[] ends = span.split("-", -1);
            cues.add(new Cue(Long.parseLong(ends[0]), Long.parseLong(ends[1]), "x", Optional.empty()));
        }
        return cues;
    }

    @Test
    void whatever_the_times_cues_come_out_in_order_and_apart() {
        Random random = new Random(5);
        for (int run = 0; run < 3000; run++) {
            List<Cue> cues = new ArrayList<>();
            long start = random.nextInt(50);
            for (int i = random.nextInt(9); i > 0; i--) {
                cues.add(new Cue(start, Math.max(0, start + random.nextInt(120) - 40), "x", Optional.empty()));
                start = Math.max(0, start + random.nextInt(60) - 15);
            }
            List<Cue> mended = CueTimes.mended(cues, random.nextInt(300) / 1000.0);
            assertThat(mended).hasSameSizeAs(cues);
            long last = 0;
            for (Cue cue : mended) {
                assertThat(cue.startMillis()).as("%s of %s", mended, cues).isGreaterThanOrEqualTo(last);
                assertThat(cue.endMillis()).as("%s of %s", mended, cues).isGreaterThan(cue.startMillis());
                last = cue.endMillis();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = TranscriptFormat.class,
            names = {"SRT", "VTT", "TSV"})
    void one_word_a_line_gives_no_cue_without_length_and_no_two_at_once(TranscriptFormat format) {
        List<Word> words = List.of(
                new Word(" a", 0, 0.58, 1),
                new Word(" b", 0.5, 0.5, 1),
                new Word(" c", 0.5, 0.9, 1),
                new Word(" d", 0.84, 1.2, 1),
                new Word(" e", 1.2, 1.2, 1));
        Segment first = new Segment(0, 0, 0, 1.2, " a b c d e", List.of(), 0, 0, 0, 0, words);
        Segment second = first.timed(1.2, 1.2, List.of());
        Transcript transcript = new Transcript(Task.TRANSCRIBE, "en", 1.2, "a b c d e", List.of(first, second));
        for (boolean highlight : new boolean[] {false, true}) {
            DocumentOptions options = new DocumentOptions(
                    true, true, OptionalInt.empty(), OptionalInt.empty(), OptionalInt.of(1), highlight);
            assertApart(format.write(transcript, options));
        }
    }

    private static void assertApart(String document) {
        Pattern span = Pattern.compile(
                "(?m)^(?:(\\d\\d:\\d\\d:\\d\\d[,.]\\d{3}) --> (\\d\\d:\\d\\d:\\d\\d[,.]\\d{3})$|(\\d+)\t(\\d+)\t)");
        long last = 0;
        List<MatchResult> spans = span.matcher(document).results().toList();
        assertThat(spans).as(document).isNotEmpty();
        for (MatchResult each : spans) {
            boolean isRow = each.group(3) != null;
            long start = isRow ? Long.parseLong(each.group(3)) : millis(each.group(1));
            long end = isRow ? Long.parseLong(each.group(4)) : millis(each.group(2));
            assertThat(start).as(document).isGreaterThanOrEqualTo(last);
            assertThat(end).as(document).isGreaterThan(start);
            last = end;
        }
    }

    private static long millis(String time) {
        String[] parts = time.split("[:,.]", -1);
        return ((Long.parseLong(parts[0]) * 60 + Long.parseLong(parts[1])) * 60 + Long.parseLong(parts[2])) * 1000
                + Long.parseLong(parts[3]);
    }
}
