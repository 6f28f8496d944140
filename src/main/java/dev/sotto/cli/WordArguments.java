package dev.sotto.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Everything about words; declared as {@link DecodingArguments} are. */
@SuppressWarnings("UnusedVariable") // read by name, through CommandLineFields
final class WordArguments {
    @Option(names = "--word-timestamps", description = "time every word; segments then begin and end with their words")
    private boolean timestamps;

    @Option(
            names = "--prepend-punctuations",
            paramLabel = "SIGNS",
            description = "signs written with the word behind them")
    private @Nullable String prepended;

    @Option(
            names = "--append-punctuations",
            paramLabel = "SIGNS",
            description = "signs written with the word before them")
    private @Nullable String appended;

    @Option(
            names = "--hallucination-silence-threshold",
            paramLabel = "S",
            description = "skip silence longer than this, with improbable words in it (needs --word-timestamps)")
    private @Nullable String silence;

    @Option(names = "--highlight-words", description = "underline each word while it is said, in srt and vtt")
    private boolean highlightWords;

    @Option(names = "--max-line-width", paramLabel = "N", description = "characters in a line of srt and vtt")
    private @Nullable String lineWidth;

    @Option(
            names = "--max-line-count",
            paramLabel = "N",
            description = "lines in a cue of srt and vtt; only with --max-line-width")
    private @Nullable String lineCount;

    @Option(names = "--max-words-per-line", paramLabel = "N", description = "words in a cue of srt and vtt")
    private @Nullable String wordsPerLine;
}
