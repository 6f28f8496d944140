package dev.sotto.api;

import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Transcript;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

enum AnswerFormat {
    JSON("json", "application/json"),
    TEXT("text", "text/plain; charset=utf-8"),
    VERBOSE_JSON("verbose_json", "application/json");

    private final String wireName;
    private final String mediaType;

    AnswerFormat(String wireName, String mediaType) {
        this.wireName = wireName;
        this.mediaType = mediaType;
    }

    String wireName() {
        return wireName;
    }

    String mediaType() {
        return mediaType;
    }

    static Optional<AnswerFormat> ofWireName(String name) {
        return Arrays.stream(values())
                .filter(format -> format.wireName.equals(name))
                .findFirst();
    }

    static String wireNames() {
        return Arrays.stream(values()).map(AnswerFormat::wireName).collect(Collectors.joining(", "));
    }

    String write(Transcript transcript) {
        return switch (this) {
            case JSON -> new JsonObject().put("text", transcript.text()).encode();
            case TEXT -> transcript.text() + "\n";
            case VERBOSE_JSON -> {
                JsonArray segments = new JsonArray();
                for (Segment segment : transcript.segments()) {
                    segments.add(new JsonObject().put("id", segment.id()).put("text", segment.text()));
                }
                yield new JsonObject()
                        .put("task", transcript.task().wireName())
                        .put("language", transcript.language())
                        .put("duration", transcript.durationSeconds())
                        .put("text", transcript.text())
                        .put("segments", segments)
                        .encode();
            }
        };
    }
}
