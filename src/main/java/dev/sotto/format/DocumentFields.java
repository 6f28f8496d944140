package dev.sotto.format;

import dev.sotto.transcript.InvalidOption;
import dev.sotto.transcript.field.Fields;
import java.util.OptionalInt;

/** How the layout of subtitles is written; names as in openai/whisper's command. */
public final class DocumentFields {
    private DocumentFields() {}

    /**
     * With all lists.
     *
     * @param timed whether words get times, which every layout needs
     * @throws InvalidOption naming what is wrong
     */
    public static DocumentOptions layout(Fields fields, boolean timed) {
        boolean highlight = fields.flag("highlight_words", DocumentOptions.DEFAULTS.highlightWords());
        if (highlight && !timed) {
            throw InvalidOption.without("word_timestamps", "highlight_words", true);
        }
        return new DocumentOptions(
                true,
                true,
                bound(fields, "max_line_width", timed),
                bound(fields, "max_line_count", timed),
                bound(fields, "max_words_per_line", timed),
                highlight);
    }

    private static OptionalInt bound(Fields fields, String name, boolean timed) {
        OptionalInt max = fields.whole(name);
        if (max.isPresent() && !timed) {
            throw InvalidOption.without("word_timestamps", name, max.getAsInt());
        }
        return max;
    }
}
