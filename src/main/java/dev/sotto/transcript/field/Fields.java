package dev.sotto.transcript.field;

import dev.sotto.transcript.InvalidOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Values written as text, by name. Every reader throws {@link InvalidOption} with the name it was asked for. Of a value
 * written several times the last counts, except in lists. Not thread-safe.
 */
public final class Fields {
    private static final String NONE = "none";
    private static final Pattern NUMBER =
            Pattern.compile("[-+]?(\\d{1,15}(\\.\\d{0,15})?|\\.\\d{1,15})([eE][-+]?\\d{1,2})?");
    private static final Pattern LIST_SIGNS = Pattern.compile("[\\[\\]\",\\s]+");

    private final Function<String, List<String>> written;
    private final boolean isEmptyMeant;
    private final Map<String, Optional<String>> defaults;

    private Fields(
            Function<String, List<String>> written, boolean isEmptyMeant, Map<String, Optional<String>> defaults) {
        this.written = written;
        this.isEmptyMeant = isEmptyMeant;
        this.defaults = defaults;
    }

    /**
     * Filled in by programs, which send a field that their user left empty: an empty value counts as not given.
     *
     * @param written the values of a name in the order of writing; empty where there is none
     */
    public static Fields filledIn(Function<String, List<String>> written) {
        return new Fields(written, false, new TreeMap<>());
    }

    /** Typed by a person, who means an empty text where one stands. */
    public static Fields typed(Function<String, List<String>> written) {
        return new Fields(written, true, new TreeMap<>());
    }

    /** Nothing written: whoever reads from it gets the defaults. */
    public static Fields none() {
        return filledIn(name -> List.of());
    }

    /** The same, but for one name, which has this value whatever is written. */
    public Fields with(String name, String value) {
        return new Fields(asked -> asked.equals(name) ? List.of(value) : written.apply(asked), isEmptyMeant, defaults);
    }

    /** What every name that was asked for so far stands for where it is not written; empty where that is nothing. */
    public Map<String, Optional<String>> defaults() {
        return Map.copyOf(defaults);
    }

    private Optional<String> given(String name, Optional<?> otherwise) {
        defaults.put(name, otherwise.map(InvalidOption::shown));
        List<String> values = written.apply(name);
        return values.isEmpty()
                ? Optional.empty()
                : Optional.of(values.get(values.size() - 1)).filter(text -> isEmptyMeant || !text.isBlank());
    }

    /** Blanks at its ends are part of it. */
    public Optional<String> text(String name) {
        return given(name, Optional.empty());
    }

    public String text(String name, String otherwise) {
        return given(name, Optional.of(otherwise)).orElse(otherwise);
    }

    public Optional<Boolean> flag(String name) {
        return given(name, Optional.empty()).map(text -> flag(name, text));
    }

    public boolean flag(String name, boolean otherwise) {
        return given(name, Optional.of(otherwise)).map(text -> flag(name, text)).orElse(otherwise);
    }

    /** The one vocabulary of a yes and a no, for values that stand elsewhere, such as in a header. */
    public static boolean flag(String name, String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "true", "1", "on", "yes" -> true;
            case "false", "0", "off", "no" -> false;
            default -> throw new InvalidOption(name, text, "true or false");
        };
    }

    public OptionalInt whole(String name) {
        return given(name, Optional.empty())
                .map(text -> OptionalInt.of((int) whole(name, text, Integer.MAX_VALUE)))
                .orElse(OptionalInt.empty());
    }

    public int whole(String name, int otherwise) {
        return given(name, Optional.of(otherwise))
                .map(text -> (int) whole(name, text, Integer.MAX_VALUE))
                .orElse(otherwise);
    }

    public long whole(String name, long otherwise) {
        return given(name, Optional.of(otherwise))
                .map(text -> whole(name, text, Long.MAX_VALUE))
                .orElse(otherwise);
    }

    private static long whole(String name, String text, long max) {
        try {
            long value = Long.parseLong(text.strip());
            if (value <= max && value >= -max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // refused below, as for numbers that are too large
        }
        throw new InvalidOption(name, text, "a whole number");
    }

    public OptionalDouble number(String name) {
        return given(name, Optional.empty())
                .map(text -> OptionalDouble.of(number(name, text, "a number")))
                .orElse(OptionalDouble.empty());
    }

    public double number(String name, double otherwise) {
        return given(name, Optional.of(otherwise))
                .map(text -> number(name, text, "a number"))
                .orElse(otherwise);
    }

    private static double number(String name, String text, String expected) {
        String plain = text.strip();
        if (!NUMBER.matcher(plain).matches()) {
            throw new InvalidOption(name, text, expected);
        }
        return Double.parseDouble(plain);
    }

    /** A time in a recording, or a length of it. */
    public double seconds(String name, double otherwise) {
        Optional<Object> shown = Optional.<Object>of(otherwise).filter(value -> Double.isFinite(otherwise));
        return given(name, shown).map(text -> seconds(name, text)).orElse(otherwise);
    }

    private static double seconds(String name, String text) {
        String expected = "a number of seconds, 0 or more";
        double value = number(name, text, expected);
        if (value < 0) {
            throw new InvalidOption(name, text, expected);
        }
        return value;
    }

    /** A number from which on something happens; {@code none} switches it off, and is shown so. */
    public OptionalDouble threshold(String name, OptionalDouble otherwise) {
        Object shown = otherwise.isPresent() ? otherwise.getAsDouble() : NONE;
        return given(name, Optional.of(shown))
                .map(text -> {
                    String plain = text.strip().toLowerCase(Locale.ROOT);
                    return plain.equals(NONE) || plain.equals("inf")
                            ? OptionalDouble.empty()
                            : OptionalDouble.of(number(name, text, "a number, or none"));
                })
                .orElse(otherwise);
    }

    /** A value that has a name among few. */
    public <E> Optional<E> choice(String name, Function<String, Optional<E>> named, String expected) {
        return given(name, Optional.empty()).map(text -> chosen(name, text, named, expected));
    }

    public <E> E choice(String name, Function<String, Optional<E>> named, String otherwise, String expected) {
        return chosen(name, given(name, Optional.of(otherwise)).orElse(otherwise), named, expected);
    }

    private static <E> E chosen(String name, String text, Function<String, Optional<E>> named, String expected) {
        return named.apply(text.strip().toLowerCase(Locale.ROOT))
                .orElseThrow(() -> new InvalidOption(name, text, expected));
    }

    /** Values that may hold blanks and commas: one for each time the name is written. */
    public List<String> texts(String name) {
        defaults.put(name, Optional.empty());
        return written.apply(name).stream()
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .toList();
    }

    /** Lists come as repeated fields, as text with commas and as a JSON list of texts. */
    public List<String> list(String name) {
        defaults.put(name, Optional.empty());
        return listed(name);
    }

    private List<String> listed(String name) {
        return written.apply(name).stream()
                .flatMap(LIST_SIGNS::splitAsStream)
                .filter(text -> !text.isEmpty())
                .toList();
    }

    public List<Integer> wholes(String name, List<Integer> otherwise) {
        String shown = String.join(",", otherwise.stream().map(Object::toString).toList());
        if (given(name, Optional.of(shown)).isEmpty()) {
            return otherwise;
        }
        return listed(name).stream()
                .map(text -> (int) whole(name, text, Integer.MAX_VALUE))
                .toList();
    }

    public List<Double> numbers(String name) {
        defaults.put(name, Optional.empty());
        List<Double> numbers = new ArrayList<>();
        listed(name).forEach(text -> numbers.add(number(name, text, "numbers separated by commas")));
        return numbers;
    }
}
