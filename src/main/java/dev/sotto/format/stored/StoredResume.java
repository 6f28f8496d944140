package dev.sotto.format.stored;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sotto.transcript.ResumePoint;

/** Where a job's next attempt goes on. */
public final class StoredResume {
    private StoredResume() {}

    public static String write(ResumePoint point) {
        ObjectNode json = Json.object();
        json.put("language", point.language());
        if (point instanceof ResumePoint.Sequential sequential) {
            json.put("mode", "sequential");
            Json.put(json, "peak", sequential.peak());
            json.put("clip", sequential.clip());
            json.put("seek", sequential.seekFrames());
            Json.putInts(json, "prompt", sequential.prompt());
            Json.put(json, "last_speech", sequential.lastSpeechSeconds());
        } else if (point instanceof ResumePoint.Batched batched) {
            json.put("mode", "batched");
            json.put("windows", batched.windows());
        }
        return json.toString();
    }

    /**
     * Reads one back.
     *
     * @throws IllegalArgumentException if the text is not one that {@link #write} made
     */
    public static ResumePoint read(String text) {
        JsonNode json = Json.parse(text);
        String language = json.path("language").asText();
        return switch (json.path("mode").asText()) {
            case "sequential" ->
                new ResumePoint.Sequential(
                        language,
                        Json.number(json, "peak"),
                        json.path("clip").asInt(),
                        json.path("seek").asInt(),
                        Json.ints(json, "prompt"),
                        Json.number(json, "last_speech"));
            case "batched" ->
                new ResumePoint.Batched(language, json.path("windows").asInt());
            default -> throw new IllegalArgumentException("a resume point of no known mode");
        };
    }
}
