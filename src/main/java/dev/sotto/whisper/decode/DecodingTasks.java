package dev.sotto.whisper.decode;

import dev.sotto.model.ModelConfig;
import dev.sotto.model.SpecialTokens;
import dev.sotto.transcript.Task;
import dev.sotto.whisper.mel.Frames;
import dev.sotto.whisper.token.WhisperTokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Resolves decoding options against a checkpoint's tokens. Immutable.
 *
 * <p>Follows DecodingTask.__init__, _get_initial_tokens and _get_suppress_tokens in whisper/decoding.py (openai/whisper,
 * MIT).
 */
public final class DecodingTasks {
    private final ModelConfig model;
    private final SpecialTokens special;
    private final WhisperTokenizer tokenizer;
    private final int textContext;

    public DecodingTasks(ModelConfig model, WhisperTokenizer tokenizer) {
        this.model = model;
        this.special = model.tokens();
        this.tokenizer = tokenizer;
        this.textContext = model.dimensions().textContext();
    }

    public DecodingTask of(DecodingOptions options) {
        int sampleLength = options.sampleLengthTokens().orElse(textContext / 2);
        List<Integer> tokens = new ArrayList<>();
        if (!options.prompt().isEmpty()) {
            tokens.add(special.startOfPrevious());
            tokens.addAll(newest(options.prompt(), textContext / 2 - 1));
        }
        int sotIndex = tokens.size();
        tokens.addAll(startSequence(model, options.language(), options.task()));
        if (options.sampling().withoutTimestamps()) {
            tokens.add(special.noTimestamps());
        }
        int begin = tokens.size();
        tokens.addAll(prefix(options, sampleLength));
        return new DecodingTask(
                toArray(tokens),
                options.goesOn() ? begin : tokens.size(),
                sotIndex,
                suppressed(options),
                options.suppressBlank() ? blanks() : new int[0],
                Math.min(tokens.size() + sampleLength, textContext + 1),
                maxInitialTimestampToken(options),
                options.sampling(),
                options.temperature(),
                options.seed(),
                options.search());
    }

    /**
     * What every transcript begins with: start, and in multilingual models language and task.
     *
     * @param language code; ignored by English-only models
     * @throws IllegalArgumentException if the model does not know the language
     */
    public static List<Integer> startSequence(ModelConfig model, String language, Task task) {
        SpecialTokens special = model.tokens();
        if (!model.multilingual()) {
            return List.of(special.startOfTranscript());
        }
        int taskToken = task == Task.TRANSLATE ? special.translate() : special.transcribe();
        return List.of(special.startOfTranscript(), languageToken(model, language), taskToken);
    }

    private static int languageToken(ModelConfig model, String code) {
        Integer token = model.languages().get(code);
        if (token == null) {
            throw new IllegalArgumentException("language '%s' is not one of this model's %d languages: %s"
                    .formatted(code, model.languages().size(), model.languages().keySet()));
        }
        return token;
    }

    /** The reference keeps everything when the sample length leaves no room: Python's {@code [-0:]}. */
    private List<Integer> prefix(DecodingOptions options, int sampleLength) {
        int room = textContext / 2 - sampleLength;
        return room > 0 ? newest(options.prefix(), room) : options.prefix();
    }

    /** An empty list switches suppression off altogether, control tokens included, as in the reference. */
    private int[] suppressed(DecodingOptions options) {
        if (options.sampling().suppressTokens().isEmpty()) {
            return new int[0];
        }
        IntStream chosen = options.sampling().suppressTokens().stream().mapToInt(Integer::intValue);
        IntStream listed = options.sampling().suppressTokens().contains(-1)
                ? tokenizer.nonSpeechTokens().stream().mapToInt(Integer::intValue)
                : IntStream.empty();
        IntStream control = special.neverSampled().stream().mapToInt(Integer::intValue);
        return IntStream.concat(IntStream.concat(chosen.filter(id -> id >= 0), listed), control)
                .sorted()
                .distinct()
                .toArray();
    }

    private int[] blanks() {
        return IntStream.concat(
                        tokenizer.encode(" ").stream().mapToInt(Integer::intValue), IntStream.of(special.endOfText()))
                .toArray();
    }

    /** Zero means unbounded, as in the reference. */
    private int maxInitialTimestampToken(DecodingOptions options) {
        double seconds = options.sampling().maxInitialTimestampSeconds().orElse(0);
        if (seconds == 0) {
            return Integer.MAX_VALUE;
        }
        double precisionSeconds =
                (double) Frames.WINDOW_SECONDS / model.dimensions().audioContext();
        double last = model.dimensions().audioContext();
        return special.timestampBegin() + (int) Math.rint(Math.min(last, seconds / precisionSeconds));
    }

    private static List<Integer> newest(List<Integer> tokens, int count) {
        return tokens.subList(Math.max(0, tokens.size() - count), tokens.size());
    }

    private static int[] toArray(List<Integer> tokens) {
        return tokens.stream().mapToInt(Integer::intValue).toArray();
    }
}
