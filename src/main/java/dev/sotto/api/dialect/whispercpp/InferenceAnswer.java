package dev.sotto.api.dialect.whispercpp;

import dev.sotto.format.TranscriptFormat;
import dev.sotto.service.JobTranscript;
import dev.sotto.transcript.Languages;
import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.Word;
import dev.sotto.transcript.field.Fields;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A transcript as whisper.cpp's server writes it: a line for each segment, with its leading blank. A format that it does not
 * know is JSON, as there.
 *
 * @param format in which the job keeps it
 * @param firstNumber of the first cue, less one
 * @param hasTimes whether segments of JSON say when they are
 * @param needsWords whether words get times
 */
record InferenceAnswer(TranscriptFormat format, int firstNumber, boolean hasTimes, boolean needsWords) {
    private static final double PLACES = 1000;

    static InferenceAnswer of(Fields fields) {
        TranscriptFormat format =
                switch (fields.text("response_format", "json").strip().toLowerCase(Locale.ROOT)) {
                    case "text" -> TranscriptFormat.TEXT;
                    case "srt" -> TranscriptFormat.SRT;
                    case "vtt" -> TranscriptFormat.VTT;
                    case "verbose_json" -> TranscriptFormat.VERBOSE_JSON;
                    default -> TranscriptFormat.JSON;
                };
        boolean hasTimes = !fields.flag("no_timestamps", false);
        boolean needsWords = format == TranscriptFormat.VERBOSE_JSON && fields.flag("token_timestamps", hasTimes);
        return new InferenceAnswer(format, fields.whole("offset_n", 0), hasTimes, needsWords);
    }

    /** Plain text is plain here; that server says it were HTML. */
    String contentType() {
        return switch (format) {
            case TEXT -> "text/plain; charset=utf-8";
            case SRT -> "application/x-subrip";
            case VTT -> "text/vtt";
            default -> "application/json";
        };
    }

    String write(JobTranscript found) {
        Transcript transcript = found.transcript();
        return switch (format) {
            case TEXT -> lines(transcript);
            case SRT -> renumbered(format.write(transcript, found.request().document()));
            case VTT -> format.write(transcript, found.request().document());
            case VERBOSE_JSON -> verbose(transcript).encode();
            default -> new JsonObject().put("text", lines(transcript)).encode();
        };
    }

    private static String lines(Transcript transcript) {
        return transcript.segments().stream()
                .map(segment -> speaker(segment) + segment.text() + "\n")
                .collect(Collectors.joining());
    }

    private static String speaker(Segment segment) {
        return segment.channel().isPresent()
                ? "(speaker %d)".formatted(segment.channel().getAsInt())
                : "";
    }

    private String renumbered(String srt) {
        if (firstNumber == 0 || srt.isEmpty()) {
            return srt;
        }
        String[] cues = srt.strip().split("\n\n", -1);
        StringBuilder numbered = new StringBuilder();
        for (int i = 0; i < cues.length; i++) {
            numbered.append(firstNumber + i + 1)
                    .append(cues[i].substring(cues[i].indexOf('\n')))
                    .append("\n\n");
        }
        return numbered.toString();
    }

    private JsonObject verbose(Transcript transcript) {
        String language = Languages.nameOf(transcript.language()).orElse(transcript.language());
        JsonArray segments = new JsonArray();
        transcript.segments().forEach(segment -> segments.add(segment(segment)));
        JsonObject json = new JsonObject()
                .put("task", transcript.task().wireName())
                .put("language", language)
                .put("duration", rounded(transcript.durationSeconds()))
                .put("text", lines(transcript))
                .put("segments", segments)
                .put("detected_language", language);
        transcript.languageProbability().ifPresent(found -> json.put("detected_language_probability", rounded(found)));
        return json;
    }

    private JsonObject segment(Segment segment) {
        JsonObject json = new JsonObject().put("id", segment.id()).put("text", speaker(segment) + segment.text());
        if (hasTimes) {
            json.put("start", rounded(segment.startSeconds())).put("end", rounded(segment.endSeconds()));
        }
        json.put("tokens", new JsonArray(segment.tokens()));
        if (!segment.words().isEmpty()) {
            JsonArray words = new JsonArray();
            segment.words().forEach(word -> words.add(word(word)));
            json.put("words", words);
        }
        return json.put("temperature", segment.temperature())
                .put("avg_logprob", rounded(segment.averageLogProbability()))
                .put("no_speech_prob", rounded(segment.noSpeechProbability()));
    }

    private static JsonObject word(Word word) {
        return new JsonObject()
                .put("word", word.text())
                .put("start", rounded(word.startSeconds()))
                .put("end", rounded(word.endSeconds()))
                .put("probability", rounded(word.probability()));
    }

    private static double rounded(double number) {
        return Double.isFinite(number) ? Math.rint(number * PLACES) / PLACES + 0.0 : 0;
    }
}
