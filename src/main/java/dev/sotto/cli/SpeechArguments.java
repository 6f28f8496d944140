package dev.sotto.cli;

import dev.sotto.transcript.Mode;
import dev.sotto.transcript.SpeechOptions;
import dev.sotto.transcript.VoiceActivity;
import java.util.Optional;
import java.util.OptionalDouble;
import picocli.CommandLine.Option;

/** Which parts of a recording are transcribed, and in what order; named and preset as in faster-whisper. */
final class SpeechArguments {
    @Option(
            names = "--mode",
            paramLabel = "MODE",
            description =
                    "batched: cut at pauses, all windows at once; sequential: window after window, as openai/whisper"
                            + " (default: as the settings say)")
    private Optional<String> mode = Optional.empty();

    @Option(
            names = "--vad-filter",
            paramLabel = "BOOL",
            arity = "0..1",
            fallbackValue = "true",
            description = "leave out what is not speech: true or false (default: true when batched)")
    private Optional<Boolean> vadFilter = Optional.empty();

    @Option(
            names = "--vad-threshold",
            paramLabel = "P",
            description = "32 ms at least so probable are speech (default: 0.5)")
    private double threshold = VoiceActivity.DEFAULTS.threshold();

    @Option(
            names = "--vad-neg-threshold",
            paramLabel = "P",
            description = "speech ends where it is less probable (default: 0.15 below the threshold)")
    private Optional<Double> negativeThreshold = Optional.empty();

    @Option(
            names = "--vad-min-speech-duration-ms",
            paramLabel = "MS",
            description = "a shorter stretch of speech is noise (default: 0)")
    private int minSpeechMillis = VoiceActivity.DEFAULTS.minSpeechMillis();

    @Option(
            names = "--vad-max-speech-duration-s",
            paramLabel = "S",
            converter = Threshold.Converter.class,
            description = "a longer stretch of speech is cut at its longest pause, or none (default: none)")
    private Threshold maxSpeechSeconds = new Threshold(OptionalDouble.empty());

    @Option(
            names = "--vad-min-silence-duration-ms",
            paramLabel = "MS",
            description = "a shorter pause is part of the speech (default: 2000)")
    private int minSilenceMillis = VoiceActivity.DEFAULTS.minSilenceMillis();

    @Option(
            names = "--vad-speech-pad-ms",
            paramLabel = "MS",
            description = "kept before and behind each stretch of speech (default: 400)")
    private int padMillis = VoiceActivity.DEFAULTS.padMillis();

    /**
     * Checks what picocli could not.
     *
     * @throws IllegalArgumentException saying which option is wrong, and why
     */
    SpeechOptions options() {
        return new SpeechOptions(mode.map(SpeechArguments::mode), vadFilter, activity());
    }

    private VoiceActivity activity() {
        OptionalDouble negative = negativeThreshold.map(OptionalDouble::of).orElse(OptionalDouble.empty());
        try {
            return new VoiceActivity(
                    threshold,
                    negative,
                    minSpeechMillis,
                    maxSpeechSeconds.value().orElse(Double.POSITIVE_INFINITY),
                    minSilenceMillis,
                    padMillis);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("voice activity: " + e.getMessage(), e);
        }
    }

    private static Mode mode(String name) {
        return Mode.named(name)
                .orElseThrow(
                        () -> new IllegalArgumentException("--mode: '" + name + "'; expected batched or sequential"));
    }
}
