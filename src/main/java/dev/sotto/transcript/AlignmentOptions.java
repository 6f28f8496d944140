package dev.sotto.transcript;

import java.util.Optional;

/**
 * A text that is known already.
 *
 * @param text of which it is to be found when each word is said, instead of recognising what is; it has a letter or digit
 */
public record AlignmentOptions(Optional<String> text) {
    /** About an hour of speech. */
    public static final int TEXT_CHARS_MAX = 50_000;

    public static final String TEXT = "align_text";

    public static final AlignmentOptions DEFAULTS = new Builder().build();

    public AlignmentOptions {
        text.ifPresent(given -> {
            InvalidOption.check(
                    given.length() <= TEXT_CHARS_MAX,
                    TEXT,
                    given.length() + " characters",
                    "at most %d characters; cut the recording and its text into parts".formatted(TEXT_CHARS_MAX));
            InvalidOption.check(
                    given.codePoints().anyMatch(Character::isLetterOrDigit),
                    TEXT,
                    shown(given),
                    "a text with a word in it");
        });
    }

    private static String shown(String text) {
        String stripped = text.strip();
        return stripped.length() <= 20 ? stripped : stripped.substring(0, 20) + "...";
    }

    public static Builder builder() {
        return new Builder();
    }

    public Builder toBuilder() {
        return new Builder().text(text);
    }

    /** Collects options; what is not set keeps its default, which is written here and nowhere else. Not thread-safe. */
    public static final class Builder {
        private Optional<String> text = Optional.empty();

        public Builder text(Optional<String> value) {
            text = value;
            return this;
        }

        public AlignmentOptions build() {
            return new AlignmentOptions(text);
        }
    }
}
