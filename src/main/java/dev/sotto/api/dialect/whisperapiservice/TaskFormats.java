package dev.sotto.api.dialect.whisperapiservice;

import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Transcript;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * Subtitles and tables of that service: a cue for each segment, WebVTT without hours where they are 0, times of tables cut to
 * milliseconds. Follows to_srt, to_vtt and to_tsv in whisper_wrapper.py of stagezero-42/whisper-api-service (MIT).
 */
final class TaskFormats {
    private static final long HOUR_MILLIS = 3_600_000;

    private TaskFormats() {}

    static String srt(Transcript transcript) {
        StringBuilder cues = new StringBuilder();
        List<Segment> segments = transcript.segments();
        for (int i = 0; i < segments.size(); i++) {
            cues.append(i + 1)
                    .append('\n')
                    .append(times(segments.get(i), TaskFormats::srtTime))
                    .append('\n')
                    .append(segments.get(i).text().strip())
                    .append("\n\n");
        }
        return cues.toString();
    }

    static JsonObject srtByNumber(Transcript transcript) {
        return byNumber(transcript, TaskFormats::srtTime);
    }

    static String vtt(Transcript transcript) {
        StringBuilder cues = new StringBuilder("WEBVTT\n\n");
        transcript.segments().forEach(segment -> cues.append(times(segment, TaskFormats::vttTime))
                .append('\n')
                .append(segment.text().strip())
                .append("\n\n"));
        return cues.toString();
    }

    static JsonObject vttByNumber(Transcript transcript) {
        return byNumber(transcript, TaskFormats::vttTime);
    }

    static String tsv(Transcript transcript) {
        StringBuilder rows = new StringBuilder("start\tend\ttext\n");
        transcript.segments().forEach(segment -> rows.append((long) (segment.startSeconds() * 1000))
                .append('\t')
                .append((long) (segment.endSeconds() * 1000))
                .append('\t')
                .append(segment.text().strip())
                .append('\n'));
        return rows.toString();
    }

    private static JsonObject byNumber(Transcript transcript, Function<Double, String> time) {
        JsonObject cues = new JsonObject();
        List<Segment> segments = transcript.segments();
        for (int i = 0; i < segments.size(); i++) {
            cues.put(
                    Integer.toString(i + 1),
                    new JsonArray()
                            .add(times(segments.get(i), time))
                            .add(segments.get(i).text().strip()));
        }
        return cues;
    }

    private static String times(Segment segment, Function<Double, String> time) {
        return time.apply(segment.startSeconds()) + " --> " + time.apply(segment.endSeconds());
    }

    private static String srtTime(double seconds) {
        long millis = millis(seconds);
        return hours(millis) + minutes(millis) + "," + fraction(millis);
    }

    private static String vttTime(double seconds) {
        long millis = millis(seconds);
        return (millis >= HOUR_MILLIS ? hours(millis) : "") + minutes(millis) + "." + fraction(millis);
    }

    /** Half to even, as Python rounds. */
    private static long millis(double seconds) {
        return (long) Math.rint(seconds * 1000);
    }

    private static String hours(long millis) {
        return String.format(Locale.ROOT, "%02d:", millis / HOUR_MILLIS);
    }

    private static String minutes(long millis) {
        return String.format(Locale.ROOT, "%02d:%02d", millis / 60_000 % 60, millis / 1_000 % 60);
    }

    private static String fraction(long millis) {
        return String.format(Locale.ROOT, "%03d", millis % 1_000);
    }
}
