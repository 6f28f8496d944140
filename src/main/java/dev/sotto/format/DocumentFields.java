package dev.sotto.format;

import dev.sotto.transcript.InvalidOption;
import dev.sotto.transcript.field.Fields;
import java.util.OptionalDouble;
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
        return layout(fields, DocumentOptions.DEFAULTS, timed);
    }

    /**
     * As above.
     *
     * @param defaults what holds where nothing is written, its lists too
     */
    public static DocumentOptions layout(Fields fields, DocumentOptions defaults, boolean timed) {
        boolean highlight = fields.flag("highlight_words", defaults.highlightWords());
        if (highlight && !timed) {
            throw InvalidOption.without("word_timestamps", "highlight_words", true);
        }
        return new DocumentOptions(
                defaults.segments(),
                defaults.words(),
                bound(fields, "max_line_width", defaults.lineCharactersMax(), timed),
                bound(fields, "max_line_count", defaults.linesMax(), timed),
                bound(fields, "max_words_per_line", defaults.lineWordsMax(), timed),
                highlight,
                policy(fields, defaults.policy(), timed));
    }

    private static SubtitlePolicy policy(Fields fields, SubtitlePolicy defaults, boolean timed) {
        OptionalDouble seconds = or(fields.number("max_cue_seconds"), defaults.cueSecondsMax());
        if (seconds.isPresent() && !timed) {
            throw InvalidOption.without("word_timestamps", "max_cue_seconds", seconds.getAsDouble());
        }
        return new SubtitlePolicy(
                seconds,
                or(fields.number("max_characters_per_second"), defaults.charactersPerSecondMax()),
                or(fields.number("min_gap_seconds"), defaults.gapSecondsMin()));
    }

    private static OptionalDouble or(OptionalDouble written, OptionalDouble otherwise) {
        return written.isPresent() ? written : otherwise;
    }

    private static OptionalInt bound(Fields fields, String name, OptionalInt otherwise, boolean timed) {
        OptionalInt written = fields.whole(name);
        OptionalInt max = written.isPresent() ? written : otherwise;
        if (max.isPresent() && !timed) {
            throw InvalidOption.without("word_timestamps", name, max.getAsInt());
        }
        return max;
    }
}
