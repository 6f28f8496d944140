package dev.sotto.whisper.token;

import dev.sotto.transcript.Languages;
import dev.sotto.transcript.TranscriptionError;
import dev.sotto.transcript.TranscriptionException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Ids of the tokens that are not text. Named as in whisper/tokenizer.py (openai/whisper, MIT).
 *
 * @param eot end of text; text tokens lie below it
 * @param sot start of transcript
 * @param sotLm start of a language model's text; never used, only suppressed
 * @param sotPrev start of the previous text, that is: the prompt
 * @param noSpeech called {@code <|nospeech|>}, in older vocabularies {@code <|nocaptions|>}
 * @param timestampBegin 0.00 s; every further id is 0.02 s later
 * @param languages code to id, in the order of the ids; an English-only checkpoint lists them too
 * @param isMultilingual whether language and task tokens stand in the start sequence
 */
public record SpecialTokens(
        int eot,
        int sot,
        int translate,
        int transcribe,
        int sotLm,
        int sotPrev,
        int noSpeech,
        int noTimestamps,
        int timestampBegin,
        Map<String, Integer> languages,
        boolean isMultilingual) {

    /** Times from 0.00 s to 30.00 s, in steps of 0.02 s. */
    public static final int TIMESTAMP_TOKENS = 1501;

    private static final String FIRST_TIME = "<|0.00|>";

    public SpecialTokens {
        languages = Collections.unmodifiableMap(new LinkedHashMap<>(languages));
    }

    /**
     * Finds each token by its name among those of a checkpoint.
     *
     * @param addedTokens name to id, such as {@code <|startoftranscript|>} to 50258; times may be left out
     * @throws TranscriptionException with {@code MODEL_INVALID} if a token that decoding needs is missing
     */
    public static SpecialTokens of(Map<String, Integer> addedTokens, boolean isMultilingual) {
        int noTimestamps = id(addedTokens, "<|notimestamps|>");
        return new SpecialTokens(
                id(addedTokens, "<|endoftext|>"),
                id(addedTokens, "<|startoftranscript|>"),
                id(addedTokens, "<|translate|>"),
                id(addedTokens, "<|transcribe|>"),
                id(addedTokens, "<|startoflm|>"),
                id(addedTokens, "<|startofprev|>"),
                addedTokens.containsKey("<|nospeech|>")
                        ? id(addedTokens, "<|nospeech|>")
                        : id(addedTokens, "<|nocaptions|>"),
                noTimestamps,
                timestampBegin(addedTokens, noTimestamps),
                languages(addedTokens),
                isMultilingual);
    }

    public OptionalInt languageToken(String code) {
        Integer token = languages.get(code);
        return token == null ? OptionalInt.empty() : OptionalInt.of(token);
    }

    public Optional<String> languageOf(int token) {
        return languages.entrySet().stream()
                .filter(entry -> entry.getValue() == token)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    public boolean isTimestamp(int token) {
        return token >= timestampBegin;
    }

    /**
     * Control tokens that the model must not write itself, ascending: what DecodingTask._get_suppress_tokens in
     * whisper/decoding.py (openai/whisper, MIT) adds to every suppress list.
     */
    public List<Integer> neverSampled() {
        List<Integer> tokens = new ArrayList<>(List.of(transcribe, translate, sot, sotPrev, sotLm, noSpeech));
        Collections.sort(tokens);
        return tokens;
    }

    private static int timestampBegin(Map<String, Integer> addedTokens, int noTimestamps) {
        int begin = noTimestamps + 1;
        Integer listed = addedTokens.get(FIRST_TIME);
        if (listed == null) {
            return begin;
        }
        Integer last = addedTokens.get("<|30.00|>");
        if (listed != begin || last == null || last != begin + TIMESTAMP_TOKENS - 1) {
            throw invalid("times from id %d to %s; expected %d of them from id %d, right behind <|notimestamps|>"
                    .formatted(listed, last, TIMESTAMP_TOKENS, begin));
        }
        return begin;
    }

    private static Map<String, Integer> languages(Map<String, Integer> addedTokens) {
        Map<String, Integer> languages = new LinkedHashMap<>();
        Languages.codes().stream()
                .filter(code -> addedTokens.containsKey("<|" + code + "|>"))
                .sorted((a, b) -> Integer.compare(id(addedTokens, "<|" + a + "|>"), id(addedTokens, "<|" + b + "|>")))
                .forEach(code -> languages.put(code, id(addedTokens, "<|" + code + "|>")));
        return languages;
    }

    private static int id(Map<String, Integer> addedTokens, String name) {
        Integer id = addedTokens.get(name);
        if (id == null) {
            throw invalid("no token %s among %d added tokens".formatted(name, addedTokens.size()));
        }
        return id;
    }

    private static TranscriptionException invalid(String seen) {
        return new TranscriptionException(
                TranscriptionError.MODEL_INVALID,
                "the model's vocabulary has " + seen + ": use the tokenizer files of a Whisper checkpoint");
    }
}
