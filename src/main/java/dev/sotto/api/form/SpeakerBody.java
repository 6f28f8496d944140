package dev.sotto.api.form;

import dev.sotto.fault.FaultException;
import dev.sotto.service.Faults;
import dev.sotto.transcript.InvalidOption;
import dev.sotto.transcript.KnownVoices;
import dev.sotto.transcript.SpeakerGrouping;
import dev.sotto.transcript.SpeakerOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** A JSON body that says how speakers are to be told apart: numbers, {@code merge} and {@code names}. */
public final class SpeakerBody {
    private static final Set<String> NUMBERS = Set.of("num_speakers", "min_speakers", "max_speakers");
    private static final Set<String> OTHERS = Set.of("merge", "names", KnownVoices.FIELD);
    private static final String FIELDS = "num_speakers, min_speakers, max_speakers, merge, names, known_voices";

    private final JsonObject body;

    private SpeakerBody(JsonObject body) {
        this.body = body;
    }

    /**
     * Checks the names of its fields; their values are read by {@link #grouping}.
     *
     * @throws FaultException for a field that it does not know
     */
    public static SpeakerBody of(JsonObject body) {
        for (String name : body.fieldNames()) {
            if (!NUMBERS.contains(name) && !OTHERS.contains(name)) {
                throw new FaultException(Faults.unexpected("field", name, "one of " + FIELDS));
            }
        }
        return new SpeakerBody(body);
    }

    /**
     * Where no number is given, as many as were asked for with the recording.
     *
     * @throws FaultException naming what is wrong
     */
    public SpeakerGrouping grouping(SpeakerOptions asked) {
        try {
            boolean isCounted = NUMBERS.stream().anyMatch(name -> body.getValue(name) != null);
            SpeakerOptions.Builder options = !isCounted
                    ? asked.toBuilder()
                    : SpeakerOptions.builder()
                            .diarize(true)
                            .count(number("num_speakers"))
                            .min(number("min_speakers"))
                            .max(number("max_speakers"));
            return new SpeakerGrouping(options.known(known(asked.known())).build(), merges(), names());
        } catch (InvalidOption e) {
            throw FormFields.refused(e);
        }
    }

    private KnownVoices known(KnownVoices asked) {
        Object value = body.getValue(KnownVoices.FIELD);
        if (value == null) {
            return asked;
        }
        String expected = "a list of names of voices, or all";
        List<String> names = new ArrayList<>();
        if (value instanceof String text) {
            names.add(text);
        } else {
            list(KnownVoices.FIELD, value, expected)
                    .forEach(name -> names.add(text(KnownVoices.FIELD, name, expected)));
        }
        return new KnownVoices(List.of(), KnownVoiceFields.wanted(names));
    }

    private OptionalInt number(String name) {
        Object value = body.getValue(name);
        if (value == null) {
            return OptionalInt.empty();
        }
        if (value instanceof Integer number) {
            return OptionalInt.of(number);
        }
        throw new InvalidOption(name, value, "a whole number");
    }

    private List<List<String>> merges() {
        String expected = "a list of lists of labels, such as [[\"A\", \"C\"]]";
        List<List<String>> merges = new ArrayList<>();
        for (Object merge : list("merge", body.getValue("merge"), expected)) {
            List<String> labels = new ArrayList<>();
            for (Object label : list("merge", merge, expected)) {
                labels.add(text("merge", label, expected));
            }
            merges.add(labels);
        }
        return merges;
    }

    private static JsonArray list(String name, Object value, String expected) {
        if (value == null) {
            return new JsonArray();
        }
        if (value instanceof JsonArray list) {
            return list;
        }
        throw new InvalidOption(name, value, expected);
    }

    private Map<String, String> names() {
        String expected = "an object of labels and names, such as {\"A\": \"Anna\"}";
        Object value = body.getValue("names");
        Map<String, String> names = new LinkedHashMap<>();
        if (value instanceof JsonObject object) {
            object.forEach(entry -> names.put(entry.getKey(), text("names", entry.getValue(), expected)));
        } else if (value != null) {
            throw new InvalidOption("names", value, expected);
        }
        return names;
    }

    private static String text(String name, Object value, String expected) {
        if (value instanceof String text) {
            return text.strip();
        }
        throw new InvalidOption(name, String.valueOf(value), expected);
    }
}
