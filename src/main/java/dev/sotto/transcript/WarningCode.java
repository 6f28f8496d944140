package dev.sotto.transcript;

import java.util.Arrays;
import java.util.Locale;

/**
 * The closed list of what a transcript may warn of. The lower-case name is the code in JSON and in the store; what each
 * means for a reader stands in src/docs/transcripts.md, which a test holds equal to this list.
 */
public enum WarningCode {
    /** The recording holds less sound than its file declares. */
    CUT_OFF,
    /** The file declares more sound than it holds, and nothing else says that any is missing. */
    LENGTH_WRONG,
    /** The clock of the file jumps too far to be followed. */
    CLOCK_JUMP,
    /** Parts of the recording could not be decoded. */
    DAMAGED,
    /** The channels cancel each other out when mixed, so one of them was taken. */
    CHANNELS_CANCEL,
    /** Text that repeated itself without being said again was left out. */
    REPETITION,
    /** The model knows English only, and nobody said that English is spoken. */
    ENGLISH_ONLY_MODEL,
    /** The model's files name no usable heads for word times, so others were taken. */
    DEFAULT_ALIGNMENT_HEADS,
    /** Not all hot words had room. */
    HOTWORDS_CUT,
    /** Of a given text, some words are not said. */
    WORDS_ABSENT,
    /** From before warnings had codes. */
    OTHER;

    /** The name in JSON and in the store. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** By its wire name; one that a newer version has written is {@link #OTHER}. */
    public static WarningCode named(String wireName) {
        return Arrays.stream(values())
                .filter(code -> code.wireName().equals(wireName))
                .findFirst()
                .orElse(OTHER);
    }
}
