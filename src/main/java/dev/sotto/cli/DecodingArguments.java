package dev.sotto.cli;

import dev.sotto.transcript.Languages;
import dev.sotto.transcript.Task;
import dev.sotto.transcript.TimeSpan;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.transcript.WordOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of one transcription; named as those of openai/whisper's own command, with its defaults. */
final class DecodingArguments {
    @Option(
            names = {"-l", "--language"},
            paramLabel = "LANGUAGE",
            description = "spoken language: a code (de) or an English name (german); detected if left out")
    private Optional<String> language = Optional.empty();

    @Option(
            names = "--task",
            paramLabel = "TASK",
            description = "transcribe, or translate into English (default: transcribe)")
    private String task = Task.TRANSCRIBE.wireName();

    @Option(names = "--initial-prompt", paramLabel = "TEXT", description = "text before the first window, for spelling")
    private Optional<String> initialPrompt = Optional.empty();

    @Option(names = "--carry-initial-prompt", description = "put the initial prompt before every window")
    private boolean carryInitialPrompt;

    @Option(names = "--temperature", paramLabel = "T", description = "0 picks the likeliest token (default: 0)")
    private double temperature;

    @Option(
            names = "--temperature-increment-on-fallback",
            paramLabel = "STEP",
            converter = Threshold.Converter.class,
            description = "step of the ladder up to 1 when a window fails its checks, or none (default: 0.2)")
    private Threshold temperatureStep = Threshold.of(0.2);

    @Mixin
    private SearchArguments search = new SearchArguments();

    @Option(
            names = "--prompt-reset-on-temperature",
            paramLabel = "T",
            description = "a window decoded above it is no prompt for the next one (default: 0.5)")
    private double promptResetOnTemperature = 0.5;

    @Option(names = "--hotwords", paramLabel = "TEXT", description = "words to expect, before every window's prompt")
    private Optional<String> hotwords = Optional.empty();

    @Option(names = "--prefix", paramLabel = "TEXT", description = "text that the first window's answer goes on from")
    private Optional<String> prefix = Optional.empty();

    @Option(names = "--no-condition-on-previous-text", description = "decode each window without the text before it")
    private boolean withoutPreviousText;

    @Option(
            names = "--compression-ratio-threshold",
            paramLabel = "N",
            converter = Threshold.Converter.class,
            description = "a window's text that deflates better is a loop, or none (default: 2.4)")
    private Threshold compressionRatio = Threshold.of(2.4);

    @Option(
            names = "--logprob-threshold",
            paramLabel = "N",
            converter = Threshold.Converter.class,
            description = "a window whose average log probability is lower failed, or none (default: -1)")
    private Threshold logProbability = Threshold.of(-1.0);

    @Option(
            names = "--no-speech-threshold",
            paramLabel = "N",
            converter = Threshold.Converter.class,
            description = "a failed window whose silence is likelier is skipped, or none (default: 0.6)")
    private Threshold noSpeech = Threshold.of(0.6);

    @Option(
            names = "--clip-timestamps",
            paramLabel = "S,E,...",
            split = ",",
            description = "start,end,start,end,... in seconds; the last end may be left out")
    private List<Double> clips = new ArrayList<>();

    @Option(
            names = "--max-initial-timestamp",
            paramLabel = "S",
            converter = Threshold.Converter.class,
            description = "latest start of a window's first segment in seconds, or none (default: 1)")
    private Threshold maxInitialTimestamp = Threshold.of(1.0);

    @Option(names = "--without-timestamps", description = "decode text only, one segment a window")
    private boolean withoutTimestamps;

    @Option(
            names = "--suppress-tokens",
            paramLabel = "ID,...",
            description =
                    "token ids never to be written, -1 stands for the model's own list, '' for none (default: -1)")
    private String suppressTokens = "-1";

    @Option(names = "--seed", paramLabel = "N", description = "of the random numbers at temperatures above 0")
    private long seed;

    @Mixin
    private SpeechArguments speech = new SpeechArguments();

    @Mixin
    private MediaArguments media = new MediaArguments();

    /**
     * Checks what picocli could not.
     *
     * @throws IllegalArgumentException saying which option is wrong, and why
     */
    TranscriptionOptions options(WordOptions words) {
        TranscriptionOptions.Builder builder = TranscriptionOptions.builder()
                .words(words)
                .task(task(task))
                .carryInitialPrompt(carryInitialPrompt)
                .conditionOnPreviousText(!withoutPreviousText)
                .temperatures(temperatures(temperature, temperatureStep.value()))
                .compressionRatioThreshold(compressionRatio.value())
                .logProbabilityThreshold(logProbability.value())
                .noSpeechThreshold(noSpeech.value())
                .clips(spans(clips))
                .withoutTimestamps(withoutTimestamps)
                .maxInitialTimestampSeconds(maxInitialTimestamp.value())
                .suppressTokens(tokens(suppressTokens))
                .seed(seed)
                .search(search.options())
                .promptResetOnTemperature(promptResetOnTemperature)
                .speech(speech.options())
                .media(media.options());
        hotwords.ifPresent(builder::hotwords);
        prefix.ifPresent(builder::prefix);
        initialPrompt.ifPresent(builder::initialPrompt);
        language.ifPresent(name -> builder.language(code(name)));
        return builder.build();
    }

    private static Task task(String name) {
        return Arrays.stream(Task.values())
                .filter(task -> task.wireName().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("--task: '" + name + "'; expected transcribe or translate"));
    }

    private static String code(String language) {
        return Languages.codeOf(language)
                .orElseThrow(() -> new IllegalArgumentException("--language: Whisper knows no '" + language
                        + "'; expected a code such as de or an English name such as german"));
    }

    /** From the first up to 1 in steps, as numpy's arange counts them in whisper/transcribe.py, function cli (MIT). */
    private static List<Double> temperatures(double first, OptionalDouble step) {
        if (!(first >= 0 && first <= 1)) {
            throw new IllegalArgumentException("--temperature: " + first + "; expected a number from 0 to 1");
        }
        if (step.isEmpty()) {
            return List.of(first);
        }
        if (!(step.getAsDouble() >= 0.01)) {
            throw new IllegalArgumentException(
                    "--temperature-increment-on-fallback: " + step.getAsDouble() + "; expected at least 0.01, or none");
        }
        List<Double> ladder = new ArrayList<>();
        for (int i = 0; first + i * step.getAsDouble() < 1.0 + 1e-6; i++) {
            // rounded, so that 3 * 0.2 is 0.6
            ladder.add(Math.min(1.0, Math.rint((first + i * step.getAsDouble()) * 1e9) / 1e9));
        }
        return ladder;
    }

    private static List<TimeSpan> spans(List<Double> times) {
        List<TimeSpan> spans = new ArrayList<>();
        try {
            for (int i = 0; i < times.size(); i += 2) {
                double end = i + 1 < times.size() ? times.get(i + 1) : Double.POSITIVE_INFINITY;
                spans.add(new TimeSpan(times.get(i), end));
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--clip-timestamps: " + e.getMessage(), e);
        }
        return spans;
    }

    private static List<Integer> tokens(String text) {
        if (text.isBlank()) {
            return List.of();
        }
        try {
            return Arrays.stream(text.split(",", -1))
                    .map(id -> Integer.valueOf(id.strip()))
                    .toList();
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "--suppress-tokens: '" + text + "'; expected token ids parted by commas", e);
        }
    }
}
