package dev.sotto.api.dialect.whisperxstt;

import dev.sotto.api.dialect.Numbers;
import dev.sotto.api.dialect.SpeakerNames;
import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.Warning;
import dev.sotto.transcript.Word;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** A transcript as a {@code TranscriptionResult}, and {@code warnings} beside it where there are any. */
final class ResultDocument {
    private ResultDocument() {}

    /** @param warning of this server, beside those of the transcript */
    static JsonObject of(Transcript transcript, Optional<String> warning) {
        SpeakerNames names = SpeakerNames.of(transcript);
        JsonArray segments = new JsonArray();
        transcript.segments().forEach(segment -> segments.add(segment(segment, names)));
        JsonObject result = new JsonObject()
                .put("language", transcript.language())
                .put("segments", segments)
                .putNull("word_segments");
        JsonArray warnings = new JsonArray();
        warning.ifPresent(warnings::add);
        transcript.warnings().stream().map(Warning::message).forEach(warnings::add);
        return warnings.isEmpty() ? result : result.put("warnings", warnings);
    }

    private static JsonObject segment(Segment segment, SpeakerNames names) {
        JsonArray words = new JsonArray();
        segment.words().forEach(word -> words.add(word(word, names)));
        return new JsonObject()
                .put("start", Numbers.rounded(segment.startSeconds()))
                .put("end", Numbers.rounded(segment.endSeconds()))
                .put("text", segment.text())
                .put("speaker", names.of(segment.saidBy()).orElse(null))
                .put("words", words);
    }

    private static JsonObject word(Word word, SpeakerNames names) {
        return new JsonObject()
                .put("word", word.text().strip())
                .put("start", Numbers.rounded(word.startSeconds()))
                .put("end", Numbers.rounded(word.endSeconds()))
                .put("score", Numbers.rounded(word.probability()))
                .put("speaker", names.of(word.saidBy()).orElse(null));
    }
}
