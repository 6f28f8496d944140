package dev.sotto.format.stored;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sotto.format.DocumentOptions;
import dev.sotto.format.TranscriptFormat;
import dev.sotto.transcript.TranscriptionOptions;
import java.util.List;

/**
 * What is to be done with a job's recording.
 *
 * @param model its name here
 * @param format in which the result is written unless its reader wants another
 * @param origin the surface that took the request, such as {@code openai}
 */
public record StoredRequest(
        String model, TranscriptFormat format, DocumentOptions document, TranscriptionOptions options, String origin) {
    /** Of requests from before origins were stored. */
    public static final String UNKNOWN_ORIGIN = "unknown";

    private static final int VERSION = 2;
    private static final StoredRequest DEFAULTS = new StoredRequest(
            "", TranscriptFormat.JSON, DocumentOptions.DEFAULTS, TranscriptionOptions.DEFAULTS, UNKNOWN_ORIGIN);
    /** The first version left out what was empty, whatever its default. */
    private static final List<String> EMPTY_IF_MISSING = List.of(
            "compression_ratio_threshold", "log_probability_threshold", "no_speech_threshold", "max_initial_timestamp");

    public String write() {
        return StoredJson.tree(this).put("version", VERSION).toString();
    }

    /** Equal for requests that ask for the same, whichever surface took them. */
    public String identity() {
        ObjectNode json = StoredJson.tree(this);
        json.remove("origin");
        return json.toString();
    }

    /**
     * Reads one back, whichever version of the program wrote it.
     *
     * @throws IllegalArgumentException if the text is not one that {@link #write} made
     */
    public static StoredRequest read(String text) {
        ObjectNode json = StoredJson.parse(text);
        if (!json.has("version") && json.get("options") instanceof ObjectNode options) {
            EMPTY_IF_MISSING.stream().filter(name -> !options.has(name)).forEach(options::putNull);
        }
        return StoredJson.read(json, StoredRequest.class, DEFAULTS);
    }
}
