package dev.sotto.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sotto.model.Checkpoint;
import dev.sotto.model.ModelConfig;
import dev.sotto.model.checkpoint.ModelFolder;
import dev.sotto.testing.CTranslate2File;
import dev.sotto.testing.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes one checkpoint in the formats of the peers that {@code scripts/bench-peers} measures. */
public final class PeerCheckpoints {
    private static final ObjectMapper JSON = new ObjectMapper();

    private PeerCheckpoints() {}

    /**
     * Writes {@code TARGET/ctranslate2/} and {@code TARGET/ggml-f16.bin}.
     *
     * @param arguments a folder of the Hugging Face layout with float16 weights, or {@code random-small=TOKENIZERS}; then
     *     the target folder
     */
    public static void main(String... arguments) throws IOException {
        Path source = BenchModels.folder(arguments[0]);
        Path target = Path.of(arguments[1]);
        try (Checkpoint checkpoint = ModelFolder.open(source)) {
            Weights weights = Weights.read(source.resolve("model.safetensors"));
            cTranslate2(checkpoint.config(), weights, source, Files.createDirectories(target.resolve("ctranslate2")));
            GgmlFile.write(checkpoint.config(), weights, target.resolve("ggml-f16.bin"));
        }
        System.out.println(source.toAbsolutePath().normalize());
    }

    private static void cTranslate2(ModelConfig config, Weights weights, Path source, Path target) throws IOException {
        CTranslate2File.of(weights, config.dimensions().encoder().heads()).write(target.resolve("model.bin"));
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("suppress_ids", config.suppressTokens());
        settings.put("suppress_ids_begin", config.beginSuppressTokens());
        settings.put("lang_ids", List.copyOf(config.languages().values()));
        settings.put(
                "alignment_heads",
                config.alignmentHeads().stream()
                        .map(head -> List.of(head.layer(), head.head()))
                        .toList());
        JSON.writeValue(target.resolve("config.json").toFile(), settings);
        List<String> vocabulary = new ArrayList<>();
        for (int id = 0; id < config.dimensions().vocabularySize(); id++) {
            // CTranslate2 takes a multilingual vocabulary without its one empty token for an English-only one.
            vocabulary.add(config.vocabulary().spelling(id));
        }
        JSON.writeValue(target.resolve("vocabulary.json").toFile(), vocabulary);
        for (String name : List.of("tokenizer.json", "preprocessor_config.json")) {
            Files.copy(source.resolve(name), target.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
