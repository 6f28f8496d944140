package dev.sotto.api.sotto;

import dev.sotto.edit.Change;
import dev.sotto.edit.DocumentSpeaker;
import dev.sotto.edit.DocumentVersion;
import dev.sotto.edit.DocumentWord;
import dev.sotto.edit.EditedTranscript;
import dev.sotto.edit.Note;
import dev.sotto.edit.Operation;
import dev.sotto.edit.Passage;
import dev.sotto.edit.PassageDifference;
import dev.sotto.service.TranscriptDocuments.Version;
import dev.sotto.transcript.Warning;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Edited documents as JSON. */
final class TranscriptJson {
    private TranscriptJson() {}

    /**
     * A version, or what of it is other than in an older one.
     *
     * @param id the job's
     */
    static JsonObject document(String id, EditedTranscript document, DocumentVersion version) {
        JsonObject json = new JsonObject()
                .put("object", "transcript")
                .put("id", id)
                .put("version", version.version())
                .put("since", version.since())
                .put("language", document.machine().language())
                .put("duration", JobDocument.round(document.machine().durationSeconds()))
                .put("passages", list(version.passages(), TranscriptJson::passage));
        version.order().ifPresent(order -> json.put("order", new JsonArray(order)));
        if (!document.machine().warnings().isEmpty()) {
            json.put("warnings", list(document.machine().warnings(), TranscriptJson::warning));
        }
        return json.put("speakers", list(version.speakers(), TranscriptJson::speaker))
                .put("notes", list(version.notes(), TranscriptJson::note));
    }

    private static <T> JsonArray list(List<T> values, Function<T, JsonObject> document) {
        JsonArray array = new JsonArray();
        values.forEach(value -> array.add(document.apply(value)));
        return array;
    }

    private static JsonObject passage(Passage passage) {
        JsonObject json = new JsonObject()
                .put("id", passage.id())
                .put("start", JobDocument.round(passage.startSeconds()))
                .put("end", JobDocument.round(passage.endSeconds()))
                .put("text", passage.text())
                .put("edited", passage.edited());
        passage.speaker().ifPresent(label -> json.put("speaker", label));
        if (passage.conflict()) {
            json.put("conflict", true);
        }
        return json.put("words", list(passage.words(), TranscriptJson::word));
    }

    private static JsonObject word(DocumentWord word) {
        JsonObject json = new JsonObject()
                .put("text", word.text())
                .put("start", JobDocument.round(word.startSeconds()))
                .put("end", JobDocument.round(word.endSeconds()));
        word.probability().ifPresent(value -> json.put("probability", JobDocument.round(value)));
        if (word.isEstimated()) {
            json.put("estimated", true);
        }
        return json;
    }

    private static JsonObject speaker(DocumentSpeaker speaker) {
        return new JsonObject().put("speaker", speaker.label()).put("name", speaker.name());
    }

    private static JsonObject warning(Warning warning) {
        return new JsonObject().put("code", warning.code().wireName()).put("message", warning.message());
    }

    private static JsonObject note(Note note) {
        return new JsonObject()
                .put("note", note.id())
                .put("at_seconds", JobDocument.round(note.atSeconds()))
                .put("text", note.text());
    }

    /** An operation that was taken. */
    static JsonObject version(Version version) {
        Change change = version.change();
        JsonObject json = new JsonObject()
                .put("object", "transcript.version")
                .put("id", change.id())
                .put("version", change.version())
                .put("base_version", change.base())
                .put("editor", change.editor())
                .put("taken_at", version.takenAt().toString());
        return json.put("operation", operation(change.operation()));
    }

    private static JsonObject operation(Operation operation) {
        if (operation instanceof Operation.Text text) {
            return typed("text").put("passage", text.passage()).put("text", text.text());
        }
        if (operation instanceof Operation.Split split) {
            return typed("split").put("passage", split.passage()).put("word", split.word());
        }
        if (operation instanceof Operation.Merge merge) {
            return typed("merge").put("passage", merge.passage());
        }
        if (operation instanceof Operation.Assign assign) {
            return typed("assign")
                    .put("passage", assign.passage())
                    .put("speaker", assign.speaker().orElse(null));
        }
        if (operation instanceof Operation.Rename rename) {
            return typed("rename").put("speaker", rename.speaker()).put("name", rename.name());
        }
        if (operation instanceof Operation.Unite unite) {
            return typed("unite").put("speaker", unite.speaker()).put("into", unite.into());
        }
        if (operation instanceof Operation.Note note) {
            return typed("note")
                    .put("note", note.note())
                    .put("at_seconds", JobDocument.round(note.atSeconds()))
                    .put("text", note.text());
        }
        return typed("undo").put("operation", ((Operation.Undo) operation).operation());
    }

    private static JsonObject typed(String type) {
        return new JsonObject().put("type", type);
    }

    /** What is other between two versions. */
    static JsonObject difference(String id, int from, int to, List<PassageDifference> passages) {
        return new JsonObject()
                .put("object", "transcript.difference")
                .put("id", id)
                .put("from", from)
                .put("to", to)
                .put("passages", list(passages, TranscriptJson::different));
    }

    private static JsonObject different(PassageDifference passage) {
        return new JsonObject()
                .put("passage", passage.passage())
                .put("start", JobDocument.round(passage.startSeconds()))
                .put("speaker_before", passage.speakerBefore().orElse(null))
                .put("speaker", passage.speaker().orElse(null))
                .put("is_new", passage.isNew())
                .put("parts", list(passage.parts(), part -> new JsonObject()
                        .put("fate", part.fate().name().toLowerCase(Locale.ROOT))
                        .put("text", part.text())));
    }
}
