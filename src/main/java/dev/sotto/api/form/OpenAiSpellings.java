package dev.sotto.api.form;

import dev.sotto.transcript.InvalidOption;
import dev.sotto.transcript.field.Fields;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Fields of OpenAI's newer models that say in other words what a field here says. Where both are sent, the field of this
 * server counts.
 */
final class OpenAiSpellings {
    private static final String STRATEGY = "chunking_strategy";
    private static final String EXPECTED = "auto, or an object whose type is server_vad";
    /** Members of the strategy {@code server_vad}, and what they are called here. */
    private static final Map<String, String> SERVER_VAD = Map.of(
            "threshold", "vad_threshold",
            "prefix_padding_ms", "vad_speech_pad_ms",
            "silence_duration_ms", "vad_min_silence_duration_ms");

    private OpenAiSpellings() {}

    /** @throws InvalidOption naming what is wrong */
    static Fields of(Fields fields) {
        Fields spelled = fields;
        List<String> keywords = fields.texts("keywords").stream()
                .flatMap(text -> items(text).stream())
                .toList();
        if (!keywords.isEmpty() && fields.text("hotwords").isEmpty()) {
            spelled = spelled.with("hotwords", String.join(", ", keywords));
        }
        return chunking(fields, spelled);
    }

    /** Where null is a value of the field, some clients write it into a form. */
    static boolean isNull(Fields fields, String name) {
        return fields.text(name).filter(text -> text.strip().equals("null")).isPresent();
    }

    /** A text may be sent by itself, or all in one JSON list. */
    static List<String> items(String text) {
        if (!text.startsWith("[")) {
            return List.of(text);
        }
        try {
            return new JsonArray(text).stream().map(String::valueOf).toList();
        } catch (DecodeException e) {
            return List.of(text);
        }
    }

    /** Sent as {@code auto}, as a JSON object, or as fields of its members. */
    private static Fields chunking(Fields fields, Fields spelled) {
        String text = isNull(fields, STRATEGY)
                ? "auto"
                : fields.text(STRATEGY, "auto").strip();
        JsonObject given = text.startsWith("{") ? json(text) : new JsonObject();
        String type = member(fields, given, "type").orElse(text.startsWith("{") ? "" : text);
        boolean isAuto = type.equals("auto");
        if (!isAuto && !type.equals("server_vad")) {
            throw new InvalidOption(STRATEGY, type.isEmpty() ? text : type, EXPECTED);
        }
        Fields result = spelled;
        for (Map.Entry<String, String> known : SERVER_VAD.entrySet()) {
            Optional<String> value = member(fields, given, known.getKey());
            if (!isAuto && value.isPresent() && fields.text(known.getValue()).isEmpty()) {
                result = result.with(known.getValue(), value.get());
            }
        }
        return isAuto || fields.text("vad_filter").isPresent() ? result : result.with("vad_filter", "true");
    }

    private static Optional<String> member(Fields fields, JsonObject given, String name) {
        Optional<String> asField = fields.text("%s[%s]".formatted(STRATEGY, name));
        return asField.isPresent()
                ? asField
                : Optional.ofNullable(given.getValue(name)).map(Object::toString);
    }

    private static JsonObject json(String text) {
        try {
            return new JsonObject(text);
        } catch (DecodeException e) {
            throw new InvalidOption(STRATEGY, text, EXPECTED);
        }
    }
}
