package dev.sotto.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who speaks; declared as {@link DecodingArguments} are. */
@SuppressWarnings("UnusedVariable") // read by name, through CommandLineFields
final class SpeakerArguments {
    @Option(names = "--diarize", description = "tell speakers apart: A is whoever speaks first; times words too")
    private boolean diarize;

    @Option(
            names = "--speakers",
            paramLabel = "N",
            description = "so many speakers (needs --diarize; default: as many as are found)")
    private @Nullable String count;

    @Option(names = "--min-speakers", paramLabel = "N", description = "so many speakers at least (needs --diarize)")
    private @Nullable String min;

    @Option(names = "--max-speakers", paramLabel = "N", description = "so many speakers at most (needs --diarize)")
    private @Nullable String max;
}
