package dev.sotto.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The options of one transcription; named as those of openai/whisper's own command and of faster-whisper. Declared here for
 * the command line and its help, and read by {@link dev.sotto.transcript.field.TranscriptionFields}, which knows their
 * defaults.
 */
@SuppressWarnings("UnusedVariable") // read by name, through CommandLineFields
final class DecodingArguments {
    @Option(
            names = {"-l", "--language"},
            paramLabel = "LANGUAGE",
            description = "spoken language: a code (de, deu, de-AT), an English name (german), or auto, as if left out:"
                    + " detected; per-segment: detected for each window")
    private @Nullable String language;

    @Option(
            names = "--languages",
            paramLabel = "LANGUAGES",
            description = "languages that may be detected, separated by commas: de,en (default: all)")
    private @Nullable String languages;

    @Option(
            names = "--task",
            paramLabel = "TASK",
            description = "transcribe, or translate into English (default: ${DEFAULT-VALUE})")
    private @Nullable String task;

    @Option(names = "--initial-prompt", paramLabel = "TEXT", description = "text before the first window, for spelling")
    private @Nullable String initialPrompt;

    @Option(names = "--carry-initial-prompt", description = "put the initial prompt before every window")
    private boolean carryInitialPrompt;

    @Option(
            names = "--temperature",
            paramLabel = "T",
            description = "0 picks the likeliest token (default: ${DEFAULT-VALUE})")
    private @Nullable String temperature;

    @Option(
            names = "--temperature-increment-on-fallback",
            paramLabel = "STEP",
            description =
                    "step of the ladder up to 1 when a window fails its checks, or none (default: ${DEFAULT-VALUE})")
    private @Nullable String temperatureIncrement;

    @Option(
            names = "--beam-size",
            paramLabel = "N",
            description = "beams at temperature 0, 1 to 16 (default: none, the likeliest token each time)")
    private @Nullable String beamSize;

    @Option(
            names = "--best-of",
            paramLabel = "N",
            description = "samples at temperatures above 0, of which the best wins, 1 to 16 (default: 1)")
    private @Nullable String bestOf;

    @Option(
            names = "--patience",
            paramLabel = "N",
            description = "times the beams, so many hypotheses must end before a search does (default: 1)")
    private @Nullable String patience;

    @Option(
            names = "--length-penalty",
            paramLabel = "ALPHA",
            description = "exponent of Google's length penalty, 0 to 1 (default: rank by log probability a token)")
    private @Nullable String lengthPenalty;

    @Option(
            names = "--prompt-reset-on-temperature",
            paramLabel = "T",
            description = "a window decoded above it is no prompt for the next one (default: ${DEFAULT-VALUE})")
    private @Nullable String promptResetOnTemperature;

    @Option(names = "--hotwords", paramLabel = "TEXT", description = "words to expect, before every window's prompt")
    private @Nullable String hotwords;

    @Option(names = "--prefix", paramLabel = "TEXT", description = "text that the first window's answer goes on from")
    private @Nullable String prefix;

    @Option(names = "--no-condition-on-previous-text", description = "decode each window without the text before it")
    private boolean withoutPreviousText;

    @Option(
            names = "--compression-ratio-threshold",
            paramLabel = "N",
            description = "a window's text that deflates better is a loop, or none (default: ${DEFAULT-VALUE})")
    private @Nullable String compressionRatio;

    @Option(
            names = "--logprob-threshold",
            paramLabel = "N",
            description = "a window whose average log probability is lower failed, or none (default: ${DEFAULT-VALUE})")
    private @Nullable String logProbability;

    @Option(
            names = "--no-speech-threshold",
            paramLabel = "N",
            description = "a failed window whose silence is likelier is skipped, or none (default: ${DEFAULT-VALUE})")
    private @Nullable String noSpeech;

    @Option(
            names = "--clip-timestamps",
            paramLabel = "S,E,...",
            description = "start,end,start,end,... in seconds; the last end may be left out")
    private @Nullable String clips;

    @Option(
            names = "--max-initial-timestamp",
            paramLabel = "S",
            description = "latest start of a window's first segment in seconds, or none (default: ${DEFAULT-VALUE})")
    private @Nullable String maxInitialTimestamp;

    @Option(names = "--without-timestamps", description = "decode text only, one segment a window")
    private boolean withoutTimestamps;

    @Option(
            names = "--suppress-tokens",
            paramLabel = "ID,...",
            description = "token ids never to be written, -1 stands for the model's own list, '' for none"
                    + " (default: ${DEFAULT-VALUE})")
    private @Nullable String suppressTokens;

    @Option(names = "--seed", paramLabel = "N", description = "of the random numbers at temperatures above 0")
    private @Nullable String seed;

    @Mixin
    private SpeechArguments speech = new SpeechArguments();

    @Mixin
    private MediaArguments media = new MediaArguments();

    @Mixin
    private WordArguments words = new WordArguments();

    @Mixin
    private SpeakerArguments speakers = new SpeakerArguments();
}
