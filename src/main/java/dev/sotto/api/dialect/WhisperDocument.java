package dev.sotto.api.dialect;

import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Speakers;
import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.Word;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A transcript as the Python function {@code transcribe} of openai/whisper returns it, which some systems hand on as it is. */
public final class WhisperDocument {
    private static final double PLACES = 1000;

    private WhisperDocument() {}

    public static JsonObject of(Transcript transcript) {
        JsonArray segments = new JsonArray();
        transcript.segments().forEach(segment -> segments.add(segment(segment, transcript)));
        return new JsonObject()
                .put("text", text(transcript))
                .put("segments", segments)
                .put("language", transcript.language());
    }

    /** With the blank at its start that the first token brings. */
    public static String text(Transcript transcript) {
        return transcript.segments().stream().map(Segment::text).collect(Collectors.joining());
    }

    private static JsonObject segment(Segment segment, Transcript transcript) {
        JsonObject json = new JsonObject()
                .put("id", segment.id())
                .put("seek", segment.seekFrames())
                .put("start", rounded(segment.startSeconds()))
                .put("end", rounded(segment.endSeconds()))
                .put("text", segment.text())
                .put("tokens", new JsonArray(segment.tokens()))
                .put("temperature", segment.temperature())
                .put("avg_logprob", rounded(segment.averageLogProbability()))
                .put("compression_ratio", rounded(segment.compressionRatio()))
                .put("no_speech_prob", rounded(segment.noSpeechProbability()));
        if (!segment.words().isEmpty()) {
            JsonArray words = new JsonArray();
            segment.words().forEach(word -> words.add(word(word)));
            json.put("words", words);
        }
        segment.saidBy()
                .flatMap(by -> by.speaker())
                .ifPresent(speaker -> json.put("speaker", speakerName(transcript, speaker)));
        return json;
    }

    private static JsonObject word(Word word) {
        return new JsonObject()
                .put("word", word.text())
                .put("start", rounded(word.startSeconds()))
                .put("end", rounded(word.endSeconds()))
                .put("probability", rounded(word.probability()));
    }

    /** By number, as the diarization library of those systems names them. */
    private static String speakerName(Transcript transcript, String label) {
        List<String> labels = transcript.speakers().stream()
                .flatMap(speakers -> speakers.speakers().stream())
                .map(Speakers.Summary::speaker)
                .toList();
        int place = labels.indexOf(label);
        return place < 0 ? label : String.format(Locale.ROOT, "SPEAKER_%02d", place);
    }

    /** To three places; a score of nothing is 0. */
    public static double rounded(double number) {
        return Double.isFinite(number) ? Math.rint(number * PLACES) / PLACES + 0.0 : 0;
    }
}
