package dev.sotto.api.sotto;

import dev.sotto.fault.FaultException;
import dev.sotto.job.port.JobLibrary.LabelChange;
import dev.sotto.service.Faults;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A JSON body with what a job is called. */
final class LabelBody {
    private static final int TITLE_CHARS_MAX = 300;
    private static final int TAG_CHARS_MAX = 60;
    private static final int TAGS_MAX = 30;

    private LabelBody() {}

    /** @throws FaultException naming what is wrong */
    static LabelChange of(JsonObject body) {
        if (!body.containsKey("title") && !body.containsKey("tags")) {
            throw new FaultException(Faults.missing("title"));
        }
        return new LabelChange(
                body.containsKey("title")
                        ? Optional.of(text("title", body.getValue("title"), TITLE_CHARS_MAX))
                        : Optional.empty(),
                body.containsKey("tags") ? Optional.of(tags(body.getValue("tags"))) : Optional.empty());
    }

    private static List<String> tags(Object value) {
        if (!(value instanceof JsonArray list) || list.size() > TAGS_MAX) {
            throw new FaultException(
                    Faults.invalidValue("tags", "tags must be a list of up to %d texts.".formatted(TAGS_MAX)));
        }
        List<String> tags = new ArrayList<>();
        for (Object one : list) {
            tags.add(tag("tags", one));
        }
        return tags;
    }

    /** A tag without blanks around it. */
    static String tag(String field, Object value) {
        String tag = text(field, value, TAG_CHARS_MAX);
        if (tag.isEmpty()) {
            throw new FaultException(
                    Faults.unexpected(field, tag, "a tag of 1 to %d characters".formatted(TAG_CHARS_MAX)));
        }
        return tag;
    }

    private static String text(String field, Object value, int max) {
        if (!(value instanceof String text)) {
            throw new FaultException(Faults.unexpected(field, String.valueOf(value), "a text"));
        }
        String stripped = text.strip();
        if (stripped.length() > max) {
            throw new FaultException(Faults.invalidValue(
                    field, "%s has %d characters; expected at most %d.".formatted(field, stripped.length(), max)));
        }
        if (stripped.chars().anyMatch(Character::isISOControl)) {
            throw new FaultException(
                    Faults.invalidValue(field, field + " has control characters, such as a line break."));
        }
        return stripped;
    }
}
