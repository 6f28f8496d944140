package dev.sotto.api.dialect.fastapi;

import dev.sotto.transcript.InvalidOption;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Parameters as FastAPI reads them: texts and values of JSON alike, a number also from a text, nothing also from an empty text.
 * A wrong one is remembered and read as if it were not there, until {@link #check} tells of all. Not thread-safe.
 */
public final class Parameters {
    private static final Pattern WHOLE = Pattern.compile("[-+]?\\d{1,18}(\\.0{1,9})?");
    private static final Pattern NUMBER =
            Pattern.compile("[-+]?(\\d{1,15}(\\.\\d{0,15})?|\\.\\d{1,15})([eE][-+]?\\d{1,2})?");
    private static final Pattern LIST_SIGNS = Pattern.compile("[\\[\\],\\s]+");

    private final List<String> place;
    private final Function<String, List<?>> values;
    private final JsonArray faults;

    private Parameters(List<String> place, Function<String, List<?>> values, JsonArray faults) {
        this.place = place;
        this.values = values;
        this.faults = faults;
    }

    /**
     * Reads from a request.
     *
     * @param place by which faults say where it is, such as {@code query}
     * @param values of a name, in the order of sending
     */
    public static Parameters of(String place, Function<String, List<?>> values) {
        return new Parameters(List.of(place), values, new JsonArray());
    }

    /** The members of a JSON object. */
    public static Parameters of(JsonObject body) {
        return of("body", name -> members(body, name));
    }

    /** Those of an object that is the value of a parameter. What is wrong with them is told with the rest. */
    public Parameters within(String name, JsonObject object) {
        List<String> inner = new ArrayList<>(place);
        inner.add(name);
        return new Parameters(List.copyOf(inner), member -> members(object, member), faults);
    }

    private static List<?> members(JsonObject object, String name) {
        Object value = object.getValue(name);
        return value == null ? List.of() : List.of(value);
    }

    /** The last value that was sent. */
    private @Nullable Object sent(String name) {
        List<?> all = values.apply(name);
        Object last = all.isEmpty() ? null : all.get(all.size() - 1);
        return last instanceof String text && text.isBlank() ? null : last;
    }

    public Optional<String> text(String name) {
        Object sent = sent(name);
        if (sent == null || sent instanceof String) {
            return Optional.ofNullable((String) sent);
        }
        fault("string_type", name, "Input should be a valid string", sent, Map.of());
        return Optional.empty();
    }

    /** A text that must be there. */
    public String needed(String name) {
        if (sent(name) == null) {
            missing(name);
        }
        return text(name).orElse("");
    }

    public OptionalInt whole(String name) {
        Object sent = sent(name);
        if (sent == null) {
            return OptionalInt.empty();
        }
        String text = sent.toString().strip();
        if (!(sent instanceof Boolean) && WHOLE.matcher(text).matches()) {
            long value = Long.parseLong(text.contains(".") ? text.substring(0, text.indexOf('.')) : text);
            if (value == (int) value) {
                return OptionalInt.of((int) value);
            }
        }
        fault(
                "int_parsing",
                name,
                "Input should be a valid integer, unable to parse string as an integer",
                sent,
                Map.of());
        return OptionalInt.empty();
    }

    public int whole(String name, int otherwise) {
        return whole(name).orElse(otherwise);
    }

    /** Not below a bound. */
    public OptionalInt wholeFrom(int least, String name) {
        OptionalInt value = whole(name);
        if (value.isPresent() && value.getAsInt() < least) {
            fault(
                    "greater_than_equal",
                    name,
                    "Input should be greater than or equal to " + least,
                    String.valueOf(sent(name)),
                    Map.of("ge", least));
            return OptionalInt.empty();
        }
        return value;
    }

    public OptionalDouble number(String name) {
        Object sent = sent(name);
        if (sent == null) {
            return OptionalDouble.empty();
        }
        String text = sent.toString().strip();
        if (!(sent instanceof Boolean) && NUMBER.matcher(text).matches()) {
            return OptionalDouble.of(Double.parseDouble(text));
        }
        fault(
                "float_parsing",
                name,
                "Input should be a valid number, unable to parse string as a number",
                sent,
                Map.of());
        return OptionalDouble.empty();
    }

    public double number(String name, double otherwise) {
        return number(name).orElse(otherwise);
    }

    public boolean flag(String name, boolean otherwise) {
        Object sent = sent(name);
        String text = sent == null ? "" : sent.toString().strip().toLowerCase(Locale.ROOT);
        return switch (text) {
            case "" -> otherwise;
            case "true", "1", "on", "t", "y", "yes" -> true;
            case "false", "0", "off", "f", "n", "no" -> false;
            default -> {
                fault(
                        "bool_parsing",
                        name,
                        "Input should be a valid boolean, unable to interpret input",
                        sent,
                        Map.of());
                yield otherwise;
            }
        };
    }

    /** One of a few texts. */
    public String choice(String name, String otherwise, List<String> among) {
        Object sent = sent(name);
        if (sent == null || among.contains(sent)) {
            return sent == null ? otherwise : sent.toString();
        }
        List<String> quoted = among.stream().map("'%s'"::formatted).toList();
        String expected = quoted.size() == 1
                ? quoted.get(0)
                : quoted.stream().limit(quoted.size() - 1L).collect(Collectors.joining(", ")) + " or "
                        + quoted.get(quoted.size() - 1);
        fault("enum", name, "Input should be " + expected, sent, Map.of("expected", expected));
        return otherwise;
    }

    /** Sent one by one, as a list, or as one text with commas. */
    public List<Integer> wholes(String name, List<Integer> otherwise) {
        List<String> parts = new ArrayList<>();
        values.apply(name).forEach(value -> LIST_SIGNS
                .splitAsStream(value.toString())
                .filter(part -> !part.isEmpty())
                .forEach(parts::add));
        List<Integer> numbers = new ArrayList<>();
        for (String part : parts) {
            OptionalInt number = new Parameters(place, any -> List.of(part), new JsonArray()).whole(name);
            if (number.isEmpty()) {
                fault(
                        "int_parsing",
                        name,
                        "Input should be a valid integer, unable to parse string as an integer",
                        part,
                        Map.of());
                return otherwise;
            }
            numbers.add(number.getAsInt());
        }
        return numbers.isEmpty() ? otherwise : numbers;
    }

    /** It must be there and is not. */
    public void missing(String name) {
        fault("missing", name, "Field required", null, Map.of());
    }

    /** It should be an object and is something else. */
    public void notAnObject(String name) {
        fault(
                "model_attributes_type",
                name,
                "Input should be a valid dictionary or object to extract fields from",
                String.valueOf(sent(name)),
                Map.of());
    }

    /** An option of this server refuses what was read. */
    public void refused(InvalidOption fault, String name) {
        fault(
                "value_error",
                name,
                "Value error, " + fault.message(any -> name),
                fault.seen(),
                Map.of("error", new JsonObject()));
    }

    private void fault(String type, String name, String message, @Nullable Object input, Map<String, Object> context) {
        JsonObject fault = new JsonObject()
                .put("type", type)
                .put("loc", new JsonArray(new ArrayList<>(place)).add(name))
                .put("msg", message)
                .put("input", input);
        if (!context.isEmpty()) {
            fault.put("ctx", new JsonObject(context));
        }
        faults.add(fault);
    }

    JsonArray faults() {
        return faults;
    }

    /**
     * Ends the reading of a request's parameters.
     *
     * @throws InvalidParameters if anything that was read so far is wrong
     */
    public void check() {
        if (!faults.isEmpty()) {
            throw new InvalidParameters(faults);
        }
    }
}
