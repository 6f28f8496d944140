package dev.sotto.format.stored;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sotto.format.DocumentOptions;
import dev.sotto.format.TranscriptFormat;
import dev.sotto.transcript.TranscriptionOptions;

/**
 * What is to be done with a job's recording.
 *
 * @param model its name here
 * @param format in which the result is written unless its reader wants another
 */
public record StoredRequest(
        String model, TranscriptFormat format, DocumentOptions document, TranscriptionOptions options) {
    /** Equal requests are equal texts. */
    public String write() {
        ObjectNode json = Json.object();
        json.put("model", model);
        json.put("format", format.wireName());
        ObjectNode layout = json.putObject("document");
        layout.put("segments", document.segments());
        layout.put("words", document.words());
        Json.put(layout, "line_characters_max", document.lineCharactersMax());
        Json.put(layout, "lines_max", document.linesMax());
        Json.put(layout, "line_words_max", document.lineWordsMax());
        layout.put("highlight_words", document.highlightWords());
        json.set("options", OptionsJson.write(options));
        return json.toString();
    }

    /**
     * Reads one back.
     *
     * @throws IllegalArgumentException if the text is not one that {@link #write} made
     */
    public static StoredRequest read(String text) {
        JsonNode json = Json.parse(text);
        JsonNode layout = json.path("document");
        DocumentOptions document = new DocumentOptions(
                layout.path("segments").asBoolean(true),
                layout.path("words").asBoolean(true),
                Json.optionalInt(layout, "line_characters_max"),
                Json.optionalInt(layout, "lines_max"),
                Json.optionalInt(layout, "line_words_max"),
                layout.path("highlight_words").asBoolean());
        return new StoredRequest(
                json.path("model").asText(),
                TranscriptFormat.named(json.path("format").asText()).orElse(TranscriptFormat.JSON),
                document,
                OptionsJson.read(json.path("options")));
    }
}
