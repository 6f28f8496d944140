package dev.sotto.transcript;

import java.util.function.UnaryOperator;

/**
 * An option has a value that cannot be. Every option has one name here, such as {@code beam_size}; a surface that spells it
 * otherwise says so with {@link #message(UnaryOperator)}.
 */
public final class InvalidOption extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String name;
    private final String seen;
    private final String expected;
    private final boolean isNeed;

    /**
     * Says all three.
     *
     * @param name the option's
     * @param seen the value; a number is shown without {@code .0}
     * @param expected such as {@code a number from 0 to 1}
     */
    public InvalidOption(String name, Object seen, String expected) {
        this(name, seen, expected, false);
    }

    private InvalidOption(String name, Object seen, String expected, boolean isNeed) {
        super(sentence(name, shown(seen), isNeed ? beside(expected) : expected));
        this.name = name;
        this.seen = shown(seen);
        this.expected = expected;
        this.isNeed = isNeed;
    }

    /** The option means nothing without another one. */
    public static InvalidOption without(String needed, String name, Object seen) {
        return new InvalidOption(name, seen, needed, true);
    }

    public String name() {
        return name;
    }

    public String seen() {
        return seen;
    }

    public String expected() {
        return expected(UnaryOperator.identity());
    }

    private String expected(UnaryOperator<String> spelling) {
        return isNeed ? beside(spelling.apply(expected)) : expected;
    }

    /** The whole message with the options' names as a surface spells them. */
    public String message(UnaryOperator<String> spelling) {
        return sentence(spelling.apply(name), seen, expected(spelling));
    }

    private static String sentence(String name, String seen, String expected) {
        return "%s '%s'; expected %s".formatted(name, seen, expected);
    }

    private static String beside(String needed) {
        return needed + " beside it";
    }

    /** A value as people write it: whole numbers without a fraction. */
    public static String shown(Object value) {
        if (value instanceof Double number && number == Math.rint(number) && Math.abs(number) < 1e15) {
            return Long.toString(number.longValue());
        }
        return value.toString();
    }

    static void check(boolean holds, String name, Object seen, String expected) {
        if (!holds) {
            throw new InvalidOption(name, seen, expected);
        }
    }
}
