package dev.sotto.cli;

import dev.sotto.format.DocumentOptions;
import dev.sotto.transcript.WordOptions;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Everything about words; named as in openai/whisper's own command, with its defaults. */
final class WordArguments {
    @Option(names = "--word-timestamps", description = "time every word; segments then begin and end with their words")
    private boolean timestamps;

    @Option(
            names = "--prepend-punctuations",
            paramLabel = "SIGNS",
            description = "signs written with the word behind them")
    private String prepended = WordOptions.DEFAULT_PREPENDED;

    @Option(
            names = "--append-punctuations",
            paramLabel = "SIGNS",
            description = "signs written with the word before them")
    private String appended = WordOptions.DEFAULT_APPENDED;

    @Option(
            names = "--hallucination-silence-threshold",
            paramLabel = "S",
            converter = Threshold.Converter.class,
            description = "skip silence longer than this, with improbable words in it (needs --word-timestamps)")
    private Threshold silence = new Threshold(OptionalDouble.empty());

    @Option(names = "--highlight-words", description = "underline each word while it is said, in srt and vtt")
    private boolean highlightWords;

    @Option(names = "--max-line-width", paramLabel = "N", description = "characters in a line of srt and vtt")
    private @Nullable Integer lineCharactersMax;

    @Option(
            names = "--max-line-count",
            paramLabel = "N",
            description = "lines in a cue of srt and vtt; only with --max-line-width")
    private @Nullable Integer linesMax;

    @Option(names = "--max-words-per-line", paramLabel = "N", description = "words in a cue of srt and vtt")
    private @Nullable Integer lineWordsMax;

    /**
     * Checks what picocli could not.
     *
     * @throws IllegalArgumentException saying which option is wrong, and why
     */
    WordOptions options() {
        if (silence.value().isPresent()) {
            require("--hallucination-silence-threshold");
        }
        return new WordOptions(timestamps, prepended, appended, silence.value());
    }

    /**
     * How subtitles are laid out.
     *
     * @throws IllegalArgumentException saying which option is wrong, and why
     */
    DocumentOptions document() {
        if (highlightWords) {
            require("--highlight-words");
        }
        return new DocumentOptions(
                true,
                true,
                bound("--max-line-width", lineCharactersMax),
                bound("--max-line-count", linesMax),
                bound("--max-words-per-line", lineWordsMax),
                highlightWords);
    }

    private OptionalInt bound(String option, @Nullable Integer value) {
        if (value == null) {
            return OptionalInt.empty();
        }
        require(option);
        if (value < 1) {
            throw new IllegalArgumentException(option + ": " + value + "; expected at least 1");
        }
        return OptionalInt.of(value);
    }

    private void require(String option) {
        if (!timestamps) {
            throw new IllegalArgumentException(option + " needs word times: add --word-timestamps");
        }
    }
}
