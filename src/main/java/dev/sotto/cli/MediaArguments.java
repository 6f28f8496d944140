package dev.sotto.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which sound of a file is transcribed; declared as {@link DecodingArguments} are. */
@SuppressWarnings("UnusedVariable") // read by name, through CommandLineFields
final class MediaArguments {
    @Option(
            names = "--audio-track",
            paramLabel = "TRACK",
            description =
                    "of several audio tracks: a number from 0, or a language code such as de (default: the first)")
    private @Nullable String track;

    @Option(
            names = "--channels",
            paramLabel = "MODE",
            description =
                    "mix: all channels as one; split: each by itself, merged by time" + " (default: ${DEFAULT-VALUE})")
    private @Nullable String channels;

    @Option(
            names = "--start",
            paramLabel = "S",
            description = "where in the recording to begin (default: ${DEFAULT-VALUE})")
    private @Nullable String start;

    @Option(names = "--end", paramLabel = "S", description = "where in the recording to end (default: at its end)")
    private @Nullable String end;
}
