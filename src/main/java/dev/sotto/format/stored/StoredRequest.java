package dev.sotto.format.stored;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sotto.format.DocumentOptions;
import dev.sotto.format.TranscriptFormat;
import dev.sotto.transcript.TranscriptionOptions;
import java.util.List;
import java.util.Map;

/**
 * What is to be done with a job's recording.
 *
 * @param model its name here
 * @param format in which the result is written unless its reader wants another
 * @param origin the surface that took the request, such as {@code openai}
 * @param notes what that surface wants to find with the job again, such as the name of the file; opaque to all others
 */
public record StoredRequest(
        String model,
        TranscriptFormat format,
        DocumentOptions document,
        TranscriptionOptions options,
        String origin,
        Map<String, String> notes) {
    /** Of requests from before origins were stored. */
    public static final String UNKNOWN_ORIGIN = "unknown";

    private static final int VERSION = 2;
    /** What cannot be read any more. */
    public static final StoredRequest UNKNOWN = new StoredRequest(
            "", TranscriptFormat.JSON, DocumentOptions.DEFAULTS, TranscriptionOptions.DEFAULTS, UNKNOWN_ORIGIN);
    /** The first version left out what was empty, whatever its default. */
    private static final List<String> EMPTY_IF_MISSING = List.of(
            "compression_ratio_threshold", "log_probability_threshold", "no_speech_threshold", "max_initial_timestamp");

    public StoredRequest {
        notes = Map.copyOf(notes);
    }

    /** Without notes. */
    public StoredRequest(
            String model,
            TranscriptFormat format,
            DocumentOptions document,
            TranscriptionOptions options,
            String origin) {
        this(model, format, document, options, origin, Map.of());
    }

    /** The same with notes in place of its own. */
    public StoredRequest noting(Map<String, String> taken) {
        return new StoredRequest(model, format, document, options, origin, taken);
    }

    /** The same with other options. */
    public StoredRequest with(TranscriptionOptions other) {
        return new StoredRequest(model, format, document, other, origin, notes);
    }

    public String write() {
        return StoredJson.tree(this).put("version", VERSION).toString();
    }

    /** Equal for requests that ask for the same, whichever surface took them. */
    public String identity() {
        ObjectNode json = StoredJson.tree(this);
        json.remove(List.of("origin", "notes"));
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
        return StoredJson.read(json, StoredRequest.class, UNKNOWN);
    }
}
