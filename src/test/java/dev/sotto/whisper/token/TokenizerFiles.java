package dev.sotto.whisper.token;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sotto.model.SpecialTokens;
import dev.sotto.model.Vocabulary;
import dev.sotto.model.vocabulary.SpecialTokenFinder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads real tokenizer files for tests; those outside the project are skipped with a reason where they are missing. */
final class TokenizerFiles {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path HOME = Path.of(System.getProperty("sotto.home", "."));
    private static final Path SHARED = Path.of(System.getProperty("sotto.shared", "../shared"));

    private static final int VOCABULARY_MAX = 51_866;

    private TokenizerFiles() {}

    /** The shipped English one, or {@code multilingual} or {@code v3} from the shared folder. */
    static WhisperTokenizer tokenizer(String name) {
        Path folder = name.equals("en")
                ? HOME.resolve("src/main/models/tiny.en")
                : shared("models/tokenizers").resolve(name);
        JsonNode file = read(folder.resolve("tokenizer.json"));
        Map<String, Integer> added = added(file);
        List<String> text = textTokens(file, added);
        SpecialTokens special = new SpecialTokenFinder(name, new Vocabulary(text, added)).find(VOCABULARY_MAX);
        return WhisperTokenizer.of(text, added, special);
    }

    static Path shared(String path) {
        Path folder = SHARED.resolve(path);
        assumeTrue(Files.exists(folder), () -> "skipped: no " + path + " in the shared folder (sotto.shared)");
        return folder;
    }

    static JsonNode golden(String name) {
        return resource("/golden/tokenizer/" + name + ".json");
    }

    static JsonNode read(Path file) {
        try {
            return JSON.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Integer> ints(JsonNode array) {
        List<Integer> ints = new ArrayList<>();
        array.forEach(item -> ints.add(item.asInt()));
        return ints;
    }

    private static JsonNode resource(String name) {
        try (var in = TokenizerFiles.class.getResourceAsStream(name)) {
            return JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Integer> added(JsonNode file) {
        Map<String, Integer> added = new LinkedHashMap<>();
        file.get("added_tokens")
                .forEach(token ->
                        added.put(token.get("content").asText(), token.get("id").asInt()));
        return added;
    }

    private static List<String> textTokens(JsonNode file, Map<String, Integer> added) {
        String[] tokens = new String[added.get("<|endoftext|>")];
        file.get("model").get("vocab").properties().stream()
                .filter(entry -> entry.getValue().asInt() < tokens.length)
                .forEach(entry -> tokens[entry.getValue().asInt()] = entry.getKey());
        return List.of(tokens);
    }
}
