package dev.sotto.format.stored;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Task;
import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.Word;
import java.util.ArrayList;
import java.util.List;

/** Transcripts and segments without any loss: every format can be written from them later. */
public final class StoredTranscript {
    private StoredTranscript() {}

    public static String write(Transcript transcript) {
        ObjectNode json = Json.object();
        json.put("task", transcript.task().wireName());
        json.put("language", transcript.language());
        Json.put(json, "duration", transcript.durationSeconds());
        json.put("text", transcript.text());
        writeAll(json, transcript.segments());
        if (!transcript.warnings().isEmpty()) {
            transcript.warnings().forEach(json.putArray("warnings")::add);
        }
        return json.toString();
    }

    /**
     * Reads one back.
     *
     * @throws IllegalArgumentException if the text is not one that {@link #write} made
     */
    public static Transcript read(String text) {
        JsonNode json = Json.parse(text);
        return new Transcript(
                json.path("task").asText().equals(Task.TRANSLATE.wireName()) ? Task.TRANSLATE : Task.TRANSCRIBE,
                json.path("language").asText(),
                Json.number(json, "duration"),
                json.path("text").asText(),
                readAll(json),
                readWarnings(json));
    }

    private static List<String> readWarnings(JsonNode json) {
        List<String> warnings = new ArrayList<>();
        json.path("warnings").forEach(warning -> warnings.add(warning.asText()));
        return warnings;
    }

    /** The part that some windows add to a transcript. */
    public static String writeSegments(List<Segment> segments) {
        ObjectNode json = Json.object();
        writeAll(json, segments);
        return json.toString();
    }

    /**
     * Reads one back.
     *
     * @throws IllegalArgumentException if the text is not one that {@link #writeSegments} made
     */
    public static List<Segment> readSegments(String text) {
        return readAll(Json.parse(text));
    }

    private static void writeAll(ObjectNode json, List<Segment> segments) {
        ArrayNode array = json.putArray("segments");
        for (Segment segment : segments) {
            ObjectNode one = array.addObject();
            one.put("id", segment.id());
            one.put("seek", segment.seekFrames());
            Json.put(one, "start", segment.startSeconds());
            Json.put(one, "end", segment.endSeconds());
            one.put("text", segment.text());
            Json.putInts(one, "tokens", segment.tokens());
            Json.put(one, "temperature", segment.temperature());
            Json.put(one, "avg_logprob", segment.averageLogProbability());
            Json.put(one, "compression_ratio", segment.compressionRatio());
            Json.put(one, "no_speech_prob", segment.noSpeechProbability());
            Json.put(one, "channel", segment.channel());
            if (!segment.words().isEmpty()) {
                writeWords(one.putArray("words"), segment.words());
            }
        }
    }

    private static void writeWords(ArrayNode array, List<Word> words) {
        for (Word word : words) {
            ObjectNode one = array.addObject();
            one.put("word", word.text());
            Json.put(one, "start", word.startSeconds());
            Json.put(one, "end", word.endSeconds());
            Json.put(one, "probability", word.probability());
        }
    }

    private static List<Segment> readAll(JsonNode json) {
        List<Segment> segments = new ArrayList<>();
        for (JsonNode one : json.path("segments")) {
            segments.add(new Segment(
                    one.path("id").asInt(),
                    one.path("seek").asInt(),
                    Json.number(one, "start"),
                    Json.number(one, "end"),
                    one.path("text").asText(),
                    Json.ints(one, "tokens"),
                    Json.number(one, "temperature"),
                    Json.number(one, "avg_logprob"),
                    Json.number(one, "compression_ratio"),
                    Json.number(one, "no_speech_prob"),
                    readWords(one),
                    Json.optionalInt(one, "channel")));
        }
        return segments;
    }

    private static List<Word> readWords(JsonNode segment) {
        List<Word> words = new ArrayList<>();
        for (JsonNode one : segment.path("words")) {
            words.add(new Word(
                    one.path("word").asText(),
                    Json.number(one, "start"),
                    Json.number(one, "end"),
                    Json.number(one, "probability")));
        }
        return words;
    }
}
