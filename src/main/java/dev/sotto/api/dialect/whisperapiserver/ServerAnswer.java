package dev.sotto.api.dialect.whisperapiserver;

import dev.sotto.api.dialect.WhisperDocument;
import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Transcript;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A transcript in the formats of that server. The language is the one that was asked for, never the one that was detected. */
final class ServerAnswer {
    private static final String SILENCE = "No speech detected";
    private static final String SILENT_CUE = "1\n00:00:00,000 --> 00:00:00,000\n[silence]";

    private ServerAnswer() {}

    static boolean isJson(String format) {
        return format.equals("json") || format.equals("verbose_json");
    }

    static String write(Transcript transcript, String format, Optional<String> language) {
        return switch (format) {
            case "text" -> text(transcript);
            case "srt" -> srt(transcript);
            case "vtt" -> vtt(transcript);
            default -> json(transcript, format, language).encode();
        };
    }

    private static JsonObject json(Transcript transcript, String format, Optional<String> language) {
        JsonObject json = new JsonObject()
                .put("text", text(transcript))
                .put("language", language(language))
                .put("segments", segments(transcript.segments()))
                .put("duration", WhisperDocument.rounded(duration(transcript)));
        return format.equals("verbose_json")
                ? json.put("task", transcript.task().wireName())
                : json;
    }

    private static String text(Transcript transcript) {
        return transcript.text().isBlank() ? SILENCE : transcript.text().strip();
    }

    /** One language is spelled out there. */
    static @Nullable String language(Optional<String> asked) {
        return asked.map(code -> code.equals("ja") ? "japanese" : code).orElse(null);
    }

    static JsonArray segments(List<Segment> segments) {
        JsonArray array = new JsonArray();
        segments.forEach(segment -> array.add(new JsonObject()
                .put("start", WhisperDocument.rounded(segment.startSeconds()))
                .put("end", WhisperDocument.rounded(segment.endSeconds()))
                .put("text", segment.text().strip())));
        return array;
    }

    /** Until the last word. */
    private static double duration(Transcript transcript) {
        List<Segment> segments = transcript.segments();
        return segments.isEmpty()
                ? transcript.durationSeconds()
                : segments.get(segments.size() - 1).endSeconds();
    }

    private static String srt(Transcript transcript) {
        StringBuilder cues = new StringBuilder();
        List<Segment> segments = transcript.segments();
        for (int i = 0; i < segments.size(); i++) {
            cues.append(i + 1).append('\n').append(cue(segments.get(i), ','));
        }
        return cues.isEmpty() ? SILENT_CUE : cues.toString().strip();
    }

    private static String vtt(Transcript transcript) {
        StringBuilder cues = new StringBuilder("WEBVTT\n\n");
        transcript.segments().forEach(segment -> cues.append(cue(segment, '.')));
        return cues.toString().strip();
    }

    private static String cue(Segment segment, char mark) {
        return "%s --> %s\n%s\n\n"
                .formatted(
                        time(segment.startSeconds(), mark),
                        time(segment.endSeconds(), mark),
                        segment.text().strip());
    }

    private static String time(double seconds, char mark) {
        long millis = (long) Math.rint(seconds * 1000);
        return String.format(
                Locale.ROOT,
                "%02d:%02d:%02d%c%03d",
                millis / 3_600_000,
                millis / 60_000 % 60,
                millis / 1000 % 60,
                mark,
                millis % 1000);
    }
}
