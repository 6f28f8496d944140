package dev.sotto.model.vocabulary;

import dev.sotto.model.ModelError;
import dev.sotto.model.ModelException;
import dev.sotto.model.SpecialTokens;
import dev.sotto.model.Vocabulary;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Map.Entry;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Finds Whisper's special tokens by their names and checks that they fit the embedding. */
public final class SpecialTokenFinder {
    private static final Pattern LANGUAGE = Pattern.compile("<\\|[a-z]{2,4}\\|>");
    private static final int ENGLISH_TEXT_TOKENS = 50256;

    private final String place;
    private final Vocabulary vocabulary;

    /**
     * Nothing is looked up yet.
     *
     * @param place the folder that messages name
     */
    public SpecialTokenFinder(String place, Vocabulary vocabulary) {
        this.place = place;
        this.vocabulary = vocabulary;
    }

    public SpecialTokens find(int vocabularySize) {
        int noTimestamps = require("<|notimestamps|>");
        SpecialTokens tokens = new SpecialTokens(
                require("<|endoftext|>"),
                require("<|startoftranscript|>"),
                require("<|translate|>"),
                require("<|transcribe|>"),
                require("<|startoflm|>"),
                require("<|startofprev|>"),
                requireNoSpeech(),
                noTimestamps,
                timestampBegin(noTimestamps));
        requireFit(tokens, vocabularySize);
        return tokens;
    }

    /** Code to id of every language token between {@code <|startoftranscript|>} and {@code <|translate|>}. */
    public Map<String, Integer> languages(SpecialTokens tokens) {
        Map<String, Integer> languages = new LinkedHashMap<>();
        vocabulary.addedTokens().entrySet().stream()
                .filter(token -> LANGUAGE.matcher(token.getKey()).matches())
                .filter(token -> token.getValue() > tokens.startOfTranscript())
                .filter(token -> token.getValue() < tokens.translate())
                .sorted(Comparator.comparing(Entry::getValue))
                .forEach(token -> languages.put(code(token.getKey()), token.getValue()));
        return languages;
    }

    /** Whether the text tokens are those of GPT-2, which only the English models use. */
    public boolean hasEnglishText() {
        return vocabulary.textTokens().size() == ENGLISH_TEXT_TOKENS;
    }

    /** {@code <|de|>} to {@code de}. */
    public static String code(String languageToken) {
        return languageToken.substring(2, languageToken.length() - 2);
    }

    private int require(String name) {
        return vocabulary.idOf(name).orElseThrow(() -> missing(name));
    }

    private int requireNoSpeech() {
        OptionalInt id = vocabulary.idOf("<|nospeech|>");
        return (id.isPresent() ? id : vocabulary.idOf("<|nocaptions|>"))
                .orElseThrow(() -> missing("<|nospeech|> or <|nocaptions|>"));
    }

    private int timestampBegin(int noTimestamps) {
        int begin = vocabulary.idOf("<|0.00|>").orElse(noTimestamps + 1);
        if (begin != noTimestamps + 1) {
            throw invalid("<|0.00|> has id %d; expected %d, the one behind <|notimestamps|>"
                    .formatted(begin, noTimestamps + 1));
        }
        int end = begin + SpecialTokens.TIMESTAMP_COUNT - 1;
        int last = vocabulary.idOf("<|30.00|>").orElse(end);
        if (last != end) {
            throw invalid("<|30.00|> has id %d; expected %d, %d ids from <|0.00|> on"
                    .formatted(last, end, SpecialTokens.TIMESTAMP_COUNT));
        }
        return begin;
    }

    private void requireFit(SpecialTokens tokens, int vocabularySize) {
        if (tokens.timestampEnd() > vocabularySize) {
            throw invalid(
                    "the vocabulary needs %d ids up to <|30.00|>, but the network has %d; expected files of one model"
                            .formatted(tokens.timestampEnd(), vocabularySize));
        }
        vocabulary.addedTokens().forEach((name, id) -> {
            if (id >= vocabularySize) {
                throw invalid("token %s has id %d, but the network has %d ids; expected files of one model"
                        .formatted(name, id, vocabularySize));
            }
        });
        if (vocabulary.textTokens().size() > tokens.endOfText()) {
            throw invalid("%d text tokens reach past <|endoftext|>, id %d; expected text tokens before special ones"
                    .formatted(vocabulary.textTokens().size(), tokens.endOfText()));
        }
    }

    private ModelException missing(String name) {
        return invalid("the vocabulary has no token %s; expected Whisper's special tokens".formatted(name));
    }

    private ModelException invalid(String text) {
        return new ModelException(ModelError.VOCABULARY_INVALID, place + ": " + text);
    }
}
