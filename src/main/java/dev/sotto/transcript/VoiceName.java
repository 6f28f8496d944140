package dev.sotto.transcript;

/** What speakers may be called by a caller. */
public final class VoiceName {
    private static final int CHARS_MAX = 64;
    private static final int SHOWN_MAX = 100;
    private static final String NAME = "[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N} .,'_()-]*";

    private VoiceName() {}

    /**
     * Refuses what is no name.
     *
     * @throws InvalidOption naming the option
     */
    public static void check(String option, String name) {
        InvalidOption.check(
                name.length() <= CHARS_MAX && name.matches(NAME),
                option,
                name.length() <= SHOWN_MAX ? name : name.substring(0, SHOWN_MAX) + "...",
                "letters, digits, blanks and . , ' _ ( ) -, at most %d, a letter or digit first".formatted(CHARS_MAX));
    }
}
