package dev.sotto.api.dialect.whisperxfastapi;

import dev.sotto.api.dialect.Numbers;
import dev.sotto.api.dialect.SpeakerNames;
import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Speakers;
import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.Word;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** The {@code result} of a task, by what the task does. A segment keeps its text, also where no word of it could be placed. */
final class TaskResult {
    private final Transcript transcript;
    private final SpeakerNames names;

    private TaskResult(Transcript transcript) {
        this.transcript = transcript;
        this.names = SpeakerNames.of(transcript);
    }

    /** A JSON object, or a list for a diarization. */
    static Object of(TaskType type, Transcript transcript) {
        TaskResult result = new TaskResult(transcript);
        return switch (type) {
            case FULL_PROCESS, COMBINATION ->
                new JsonObject().put("segments", result.segments(true)).put("word_segments", new JsonArray());
            case TRANSCRIPTION -> result.transcription();
            case ALIGNMENT -> result.alignment();
            case DIARIZATION -> result.turns();
        };
    }

    private JsonObject transcription() {
        JsonArray segments = new JsonArray();
        for (Segment segment : transcript.segments()) {
            segments.add(new JsonObject()
                    .put("text", segment.text())
                    .put("start", Numbers.rounded(segment.startSeconds()))
                    .put("end", Numbers.rounded(segment.endSeconds()))
                    .put("avg_logprob", Numbers.rounded(segment.averageLogProbability())));
        }
        return new JsonObject().put("segments", segments).put("language", transcript.language());
    }

    private JsonObject alignment() {
        JsonArray words = new JsonArray();
        transcript.segments().forEach(segment -> said(segment).forEach(word -> words.add(word(word, false))));
        return new JsonObject().put("segments", segments(false)).put("word_segments", words);
    }

    private JsonArray segments(boolean withSpeakers) {
        JsonArray segments = new JsonArray();
        for (Segment segment : transcript.segments()) {
            JsonArray words = new JsonArray();
            said(segment).forEach(word -> words.add(word(word, withSpeakers)));
            JsonObject json = new JsonObject()
                    .put("start", Numbers.rounded(segment.startSeconds()))
                    .put("end", Numbers.rounded(segment.endSeconds()))
                    .put("text", segment.text())
                    .put("words", words);
            if (withSpeakers) {
                names.of(segment.saidBy()).ifPresent(speaker -> json.put("speaker", speaker));
            }
            segments.add(json);
        }
        return segments;
    }

    /** Without the words of a given text that nobody says: they have no place. */
    private static List<Word> said(Segment segment) {
        return segment.words().stream().filter(word -> !word.absent()).toList();
    }

    private JsonObject word(Word word, boolean withSpeaker) {
        JsonObject json = new JsonObject()
                .put("word", word.text().strip())
                .put("start", Numbers.rounded(word.startSeconds()))
                .put("end", Numbers.rounded(word.endSeconds()))
                .put("score", Numbers.rounded(word.probability()));
        if (withSpeaker) {
            names.of(word.saidBy()).ifPresent(speaker -> json.put("speaker", speaker));
        }
        return json;
    }

    private JsonArray turns() {
        JsonArray turns = new JsonArray();
        transcript.speakers().ifPresent(speakers -> {
            for (Speakers.Turn turn : speakers.turns()) {
                turns.add(new JsonObject()
                        .put("label", turn.speaker())
                        .put("speaker", names.of(turn.speaker()))
                        .put("start", Numbers.rounded(turn.startSeconds()))
                        .put("end", Numbers.rounded(turn.endSeconds())));
            }
        });
        return turns;
    }
}
