package dev.sotto.api.sotto;

import dev.sotto.edit.Operation;
import dev.sotto.fault.FaultException;
import dev.sotto.service.Faults;
import dev.sotto.service.TranscriptDocuments.Edits;
import dev.sotto.service.TranscriptDocuments.SentOperation;
import dev.sotto.transcript.InvalidOption;
import dev.sotto.transcript.VoiceName;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A JSON body with operations on a transcript. */
final class OperationBody {
    private static final int OPERATIONS_MAX = 500;
    private static final int TEXT_CHARS_MAX = 50_000;
    private static final int NOTE_CHARS_MAX = 5_000;
    private static final double SECONDS_MAX = 1e7;
    private static final Pattern OPERATION_ID = Pattern.compile("op_[A-Za-z0-9_-]{1,60}");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private final JsonObject json;

    private OperationBody(JsonObject json) {
        this.json = json;
    }

    /** @throws FaultException naming what is wrong */
    static Edits of(JsonObject body) {
        OperationBody whole = new OperationBody(body);
        Object list = body.getValue("operations");
        if (!(list instanceof JsonArray operations) || operations.isEmpty() || operations.size() > OPERATIONS_MAX) {
            throw new FaultException(Faults.invalidValue(
                    "operations", "operations must be a list of 1 to %d operations.".formatted(OPERATIONS_MAX)));
        }
        List<SentOperation> sent = new ArrayList<>();
        for (Object one : operations) {
            if (!(one instanceof JsonObject operation)) {
                throw new FaultException(Faults.invalidValue("operations", "Each of operations must be an object."));
            }
            OperationBody read = new OperationBody(operation);
            sent.add(new SentOperation(
                    read.id("id", OPERATION_ID, "op_ and up to 60 letters, digits, _ or -"), read.operation()));
        }
        return new Edits(whole.id("editor"), (int) whole.number("base_version", Integer.MAX_VALUE), sent);
    }

    private Operation operation() {
        String type = required("type");
        return switch (type) {
            case "text" -> new Operation.Text(id("passage"), text("text", TEXT_CHARS_MAX));
            case "split" -> new Operation.Split(id("passage"), (int) number("word", Integer.MAX_VALUE));
            case "merge" -> new Operation.Merge(id("passage"));
            case "assign" ->
                new Operation.Assign(
                        id("passage"),
                        json.getValue("speaker") == null ? Optional.empty() : Optional.of(name("speaker")));
            case "rename" ->
                new Operation.Rename(name("speaker"), required("name").isEmpty() ? "" : name("name"));
            case "unite" -> new Operation.Unite(name("speaker"), name("into"));
            case "note" ->
                new Operation.Note(
                        id("note"),
                        seconds("at_seconds"),
                        text("text", NOTE_CHARS_MAX).strip());
            case "undo" -> new Operation.Undo(id("operation"));
            default ->
                throw new FaultException(Faults.unexpected(
                        "type", type, "one of text, split, merge, assign, rename, unite, note, undo"));
        };
    }

    private String required(String field) {
        if (json.getValue(field) instanceof String text) {
            return text;
        }
        throw new FaultException(
                json.containsKey(field)
                        ? Faults.unexpected(field, String.valueOf(json.getValue(field)), "a text")
                        : Faults.missing(field));
    }

    private String text(String field, int max) {
        String text = required(field);
        if (text.length() > max) {
            throw new FaultException(Faults.invalidValue(
                    field, "%s has %d characters; expected at most %d.".formatted(field, text.length(), max)));
        }
        return text;
    }

    private String id(String field) {
        return id(field, ID, "up to 64 letters, digits, _ or -");
    }

    private String id(String field, Pattern form, String expected) {
        String id = required(field);
        if (!form.matcher(id).matches()) {
            throw new FaultException(Faults.unexpected(field, id.substring(0, Math.min(64, id.length())), expected));
        }
        return id;
    }

    private String name(String field) {
        String name = required(field).strip();
        try {
            VoiceName.check(field, name);
        } catch (InvalidOption e) {
            throw new FaultException(Faults.invalidValue(e.name(), e.getMessage() + "."));
        }
        return name;
    }

    private double seconds(String field) {
        return number(field, SECONDS_MAX);
    }

    private double number(String field, double max) {
        boolean isWhole = max == Integer.MAX_VALUE;
        if (json.getValue(field) instanceof Number number
                && number.doubleValue() >= 0
                && number.doubleValue() <= max
                && (!isWhole || number.doubleValue() == Math.rint(number.doubleValue()))) {
            return number.doubleValue();
        }
        throw new FaultException(
                json.containsKey(field)
                        ? Faults.unexpected(
                                field,
                                String.valueOf(json.getValue(field)),
                                isWhole ? "a whole number from 0" : "seconds from 0")
                        : Faults.missing(field));
    }
}
