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

    @Option(names = "--highlight-words", description = "underline each word while it is said, in srt, vtt and ass")
    private boolean highlightWords;

    @Option(names = "--max-line-width", paramLabel = "N", description = "columns in a line of subtitles")
    private @Nullable String lineWidth;

    @Option(
            names = "--max-line-count",
            paramLabel = "N",
            description = "lines in a cue of subtitles; only with --max-line-width")
    private @Nullable String lineCount;

    @Option(names = "--max-words-per-line", paramLabel = "N", description = "words in a cue of subtitles")
    private @Nullable String wordsPerLine;

    @Option(
            names = "--max-cue-seconds",
            paramLabel = "S",
            description = "cut longer cues between words (needs --word-timestamps)")
    private @Nullable String cueSeconds;

    @Option(
            names = "--max-characters-per-second",
            paramLabel = "N",
            description = "let a cue stand until it can be read so fast, where there is room")
    private @Nullable String readingSpeed;

    @Option(names = "--min-gap-seconds", paramLabel = "S", description = "between two cues")
    private @Nullable String gap;
}
