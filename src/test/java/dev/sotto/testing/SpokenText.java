package dev.sotto.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * What is said in a recording, from the JSON file beside it.
 *
 * @param language code of the language spoken
 */
public record SpokenText(String text, String language) {
    /** The whole text, or that of all segments in order; nothing where no text is known or nothing is said. */
    public static Optional<SpokenText> of(Path recording) throws IOException {
        String name = recording.getFileName().toString();
        Path beside = recording.resolveSibling(name.substring(0, name.lastIndexOf('.')) + ".json");
        if (!Files.exists(beside)) {
            return Optional.empty();
        }
        JsonNode json = new ObjectMapper().readTree(beside.toFile());
        String language =
                json.path("language").asText(json.at("/segments/0/language").asText("en"));
        String text = json.path("text").isTextual() ? json.path("text").asText() : ofSegments(json.path("segments"));
        return text.isBlank() ? Optional.empty() : Optional.of(new SpokenText(text, language));
    }

    private static String ofSegments(JsonNode segments) {
        StringJoiner joined = new StringJoiner(" ");
        for (JsonNode segment : segments) {
            if (!segment.path("text").isTextual()) {
                return "";
            }
            joined.add(segment.path("text").asText());
        }
        return joined.toString();
    }
}
