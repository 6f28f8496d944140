package dev.sotto.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which parts of a recording are transcribed, and in what order; declared as {@link DecodingArguments} are. */
@SuppressWarnings("UnusedVariable") // read by name, through CommandLineFields
final class SpeechArguments {
    @Option(
            names = "--mode",
            paramLabel = "MODE",
            description =
                    "batched: cut at pauses, all windows at once; sequential: window after window, as openai/whisper"
                            + " (default: as the settings say)")
    private @Nullable String mode;

    @Option(
            names = "--vad-filter",
            paramLabel = "BOOL",
            arity = "0..1",
            fallbackValue = "true",
            description =
                    "leave out what is not speech: true or false (default: true; false with --mode sequential: exactly as openai/whisper)")
    private @Nullable String vadFilter;

    @Option(
            names = "--vad-threshold",
            paramLabel = "P",
            description = "32 ms at least so probable are speech (default: ${DEFAULT-VALUE})")
    private @Nullable String threshold;

    @Option(
            names = "--vad-neg-threshold",
            paramLabel = "P",
            description = "speech ends where it is less probable (default: 0.15 below the threshold)")
    private @Nullable String negativeThreshold;

    @Option(
            names = "--vad-min-speech-duration-ms",
            paramLabel = "MS",
            description = "shorter speech is noise (default: ${DEFAULT-VALUE})")
    private @Nullable String minSpeech;

    @Option(
            names = "--vad-max-speech-duration-s",
            paramLabel = "S",
            description = "longer speech is cut at its longest pause, or none (default: ${DEFAULT-VALUE})")
    private @Nullable String maxSpeech;

    @Option(
            names = "--vad-min-silence-duration-ms",
            paramLabel = "MS",
            description = "a shorter pause is part of the speech (default: ${DEFAULT-VALUE})")
    private @Nullable String minSilence;

    @Option(
            names = "--vad-speech-pad-ms",
            paramLabel = "MS",
            description = "kept before and behind each piece of speech (default: ${DEFAULT-VALUE})")
    private @Nullable String pad;
}
