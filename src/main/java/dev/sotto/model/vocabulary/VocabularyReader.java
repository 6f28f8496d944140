package dev.sotto.model.vocabulary;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sotto.model.ModelError;
import dev.sotto.model.ModelException;
import dev.sotto.model.Vocabulary;
import dev.sotto.model.file.JsonFile;
import dev.sotto.model.vocabulary.VocabularyBuilder.Merge;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map.Entry;
import java.util.Optional;

/**
 * Finds a folder's vocabulary: {@code tokenizer.json}; or {@code vocab.json}, {@code merges.txt} and
 * {@code added_tokens.json}, which fine-tuning scripts leave; or CTranslate2's {@code vocabulary.json} or
 * {@code .txt}, a plain list by id.
 */
public final class VocabularyReader {
    private static final String END_OF_TEXT = "<|endoftext|>";
    private static final long TEXT_MAX_BYTES = 64L << 20;

    private VocabularyReader() {}

    public static Vocabulary read(Path folder) {
        if (Files.isRegularFile(folder.resolve("tokenizer.json"))) {
            return fromTokenizer(JsonFile.read(folder.resolve("tokenizer.json")));
        }
        if (Files.isRegularFile(folder.resolve("vocab.json"))) {
            return fromVocabAndMerges(folder);
        }
        return readList(folder)
                .map(list -> fromList(list.place(), list.tokens()))
                .orElseThrow(() -> ModelException.fileMissing(
                        folder.resolve("tokenizer.json"), "it, vocab.json or vocabulary.json"));
    }

    /** CTranslate2's own list, which has one token for every row of the embedding. */
    public static Optional<TokenList> readList(Path folder) {
        Path json = folder.resolve("vocabulary.json");
        Path text = folder.resolve("vocabulary.txt");
        if (Files.isRegularFile(json)) {
            return Optional.of(listOf(JsonFile.read(json)));
        }
        return Files.isRegularFile(text)
                ? Optional.of(new TokenList(ModelException.place(text), lines(text)))
                : Optional.empty();
    }

    /**
     * Tokens by id.
     *
     * @param place the file that messages name
     */
    public record TokenList(String place, List<String> tokens) {}

    private static Vocabulary fromTokenizer(JsonFile file) {
        JsonNode model = file.require("model", "a byte-pair model");
        VocabularyBuilder builder = new VocabularyBuilder(file.place());
        addVocab(file, "model.vocab", model.path("vocab"), builder);
        JsonNode added = file.require("added_tokens", "a list of the special tokens");
        for (JsonNode token : added) {
            builder.addSpecial(
                    file.integer("an added token's id", token.path("id"), 0, VocabularyBuilder.ID_MAX),
                    textOf(file, "an added token's content", token.path("content")));
        }
        Vocabulary vocabulary = builder.build();
        List<Merge> merges = new ArrayList<>();
        for (JsonNode merge : model.path("merges")) {
            merges.add(mergeOf(file, merge));
        }
        VocabularyBuilder.requireMergesInIdOrder(file.place(), vocabulary, merges);
        return vocabulary;
    }

    private static void addVocab(JsonFile file, String what, JsonNode vocab, VocabularyBuilder builder) {
        if (!vocab.isObject() || vocab.isEmpty()) {
            throw file.invalid(
                    "%s is %s".formatted(what, vocab.isMissingNode() ? "absent" : JsonFile.shown(vocab)),
                    "an object of tokens and ids");
        }
        for (Entry<String, JsonNode> token : vocab.properties()) {
            String name = "the id of token \"" + token.getKey() + "\"";
            builder.addText(file.integer(name, token.getValue(), 0, VocabularyBuilder.ID_MAX), token.getKey());
        }
    }

    /** Older writers spell a merge {@code "a b"}, newer ones {@code ["a", "b"]}. */
    private static Merge mergeOf(JsonFile file, JsonNode merge) {
        if (merge.isArray() && merge.size() == 2) {
            return new Merge(textOf(file, "a merge", merge.get(0)), textOf(file, "a merge", merge.get(1)));
        }
        return mergeOf(file.place(), textOf(file, "a merge", merge));
    }

    private static Merge mergeOf(String place, String line) {
        int space = line.indexOf(' ');
        if (space < 1 || space != line.lastIndexOf(' ') || space == line.length() - 1) {
            throw new ModelException(
                    ModelError.VOCABULARY_INVALID,
                    "%s: merge \"%s\" has not two sides; expected two tokens and a space".formatted(place, line));
        }
        return new Merge(line.substring(0, space), line.substring(space + 1));
    }

    private static Vocabulary fromVocabAndMerges(Path folder) {
        JsonFile vocab = JsonFile.read(folder.resolve("vocab.json"));
        VocabularyBuilder builder = new VocabularyBuilder(vocab.place());
        addVocab(vocab, "the vocabulary", vocab.root(), builder);
        JsonFile added = JsonFile.read(folder.resolve("added_tokens.json"));
        for (Entry<String, JsonNode> token : added.root().properties()) {
            int id = added.integer("the id of " + token.getKey(), token.getValue(), 0, VocabularyBuilder.ID_MAX);
            builder.addSpecial(id, token.getKey());
        }
        JsonNode endOfText = vocab.root().get(END_OF_TEXT);
        if (endOfText != null) {
            builder.addSpecial(endOfText.intValue(), END_OF_TEXT);
        }
        Vocabulary vocabulary = builder.build();
        Path mergesFile = folder.resolve("merges.txt");
        List<Merge> merges = lines(mergesFile).stream()
                .filter(line -> !line.startsWith("#version") && !line.isEmpty())
                .map(line -> mergeOf(ModelException.place(mergesFile), line))
                .toList();
        VocabularyBuilder.requireMergesInIdOrder(ModelException.place(mergesFile), vocabulary, merges);
        return vocabulary;
    }

    private static TokenList listOf(JsonFile file) {
        if (!file.root().isArray()) {
            throw file.invalid("the vocabulary is " + JsonFile.shown(file.root()), "a list of tokens");
        }
        List<String> tokens = new ArrayList<>();
        for (JsonNode token : file.root()) {
            tokens.add(textOf(file, "token " + tokens.size(), token));
        }
        return new TokenList(file.place(), tokens);
    }

    private static Vocabulary fromList(String place, List<String> tokens) {
        int textTokens = tokens.indexOf(END_OF_TEXT);
        if (textTokens < 0) {
            throw new ModelException(
                    ModelError.VOCABULARY_INVALID,
                    "%s: has no token %s; expected Whisper's vocabulary".formatted(place, END_OF_TEXT));
        }
        VocabularyBuilder builder = new VocabularyBuilder(place);
        for (int id = 0; id < tokens.size(); id++) {
            if (id < textTokens) {
                builder.addText(id, tokens.get(id));
            } else {
                builder.addSpecial(id, tokens.get(id));
            }
        }
        return builder.build();
    }

    private static String textOf(JsonFile file, String what, JsonNode value) {
        if (!value.isTextual()) {
            throw file.invalid(
                    "%s is %s".formatted(what, value.isMissingNode() ? "absent" : JsonFile.shown(value)), "a string");
        }
        return value.textValue();
    }

    /** Splits at line feeds only: a token may hold any other character. */
    private static List<String> lines(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                throw ModelException.fileMissing(file, "it beside vocab.json");
            }
            if (Files.size(file) > TEXT_MAX_BYTES) {
                throw new ModelException(
                        ModelError.FILE_MALFORMED,
                        "%s: has %d bytes; expected at most %d"
                                .formatted(ModelException.place(file), Files.size(file), TEXT_MAX_BYTES));
            }
            String text = Files.readString(file);
            String body = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
            return List.of(body.split("\n", -1));
        } catch (CharacterCodingException e) {
            throw new ModelException(
                    ModelError.FILE_MALFORMED, ModelException.place(file) + ": is not UTF-8; expected text", e);
        } catch (IOException e) {
            throw ModelException.unreadable(file, e);
        }
    }
}
