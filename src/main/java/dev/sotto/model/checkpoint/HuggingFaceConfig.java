package dev.sotto.model.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sotto.model.Dimensions;
import dev.sotto.model.Dimensions.Stack;
import dev.sotto.model.ModelConfig;
import dev.sotto.model.ModelError;
import dev.sotto.model.ModelException;
import dev.sotto.model.SpecialTokens;
import dev.sotto.model.Vocabulary;
import dev.sotto.model.file.JsonFile;
import dev.sotto.model.vocabulary.SpecialTokenFinder;
import dev.sotto.model.vocabulary.VocabularyReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;

/**
 * Reads {@code config.json}, {@code generation_config.json}, {@code preprocessor_config.json} and the vocabulary of a
 * Hugging Face folder. Where two files speak about the same thing they must agree; nothing is guessed.
 */
final class HuggingFaceConfig {
    private final Path folder;
    private final JsonFile config;
    private final Optional<JsonFile> generation;

    private HuggingFaceConfig(Path folder) {
        this.folder = folder;
        config = JsonFile.read(folder.resolve("config.json"));
        generation = JsonFile.readIfPresent(folder.resolve("generation_config.json"));
    }

    static ModelConfig read(Path folder) {
        return new HuggingFaceConfig(folder).read();
    }

    /**
     * What a folder says without its vocabulary.
     *
     * @param isMultilingual empty if only the vocabulary shows it
     */
    record Outline(Dimensions dimensions, Optional<Boolean> isMultilingual) {}

    /** Checks all that {@link #read} does, but for the vocabulary and the token lists. */
    static Outline outline(Path folder) {
        HuggingFaceConfig opened = new HuggingFaceConfig(folder);
        return new Outline(opened.checkedDimensions(), opened.statedMultilingual());
    }

    private Optional<Boolean> statedMultilingual() {
        return generation.flatMap(file -> file.findBoolean("is_multilingual"));
    }

    private Dimensions checkedDimensions() {
        requireWhisper();
        Dimensions dimensions = dimensions();
        SpectrogramConfig.requireFit(folder, dimensions.melBins());
        return dimensions;
    }

    private ModelConfig read() {
        Dimensions dimensions = checkedDimensions();
        Vocabulary vocabulary = VocabularyReader.read(folder);
        SpecialTokenFinder finder = new SpecialTokenFinder(ModelException.folder(folder), vocabulary);
        SpecialTokens tokens = finder.find(dimensions.vocabularySize());
        requireAgreement(tokens);
        boolean multilingual = statedMultilingual().orElseGet(() -> !finder.hasEnglishText());
        AlignmentHeads alignment = AlignmentHeads.of(generation.orElse(config), dimensions.decoder());
        return new ModelConfig(
                dimensions,
                tokens,
                multilingual,
                multilingual ? languages(finder.languages(tokens)) : Map.of(),
                ids("suppress_tokens"),
                ids("begin_suppress_tokens"),
                alignment.heads(),
                alignment.fault(),
                vocabulary);
    }

    private void requireWhisper() {
        String type = config.require("model_type", "\"whisper\"").asText();
        if (!type.equals("whisper")) {
            throw unsupported("model_type is \"%s\"; expected \"whisper\"".formatted(type));
        }
        JsonNode activation = config.get("activation_function");
        if (activation != null && !activation.asText().equals("gelu")) {
            throw unsupported("activation_function is %s; expected \"gelu\"".formatted(JsonFile.shown(activation)));
        }
        if (config.findBoolean("scale_embedding").orElse(false)) {
            throw unsupported("scale_embedding is true; expected false, as in every Whisper");
        }
    }

    private Dimensions dimensions() {
        int width = config.requireInt("d_model", 1, Limits.WIDTH);
        return new Dimensions(
                config.requireInt("num_mel_bins", 1, Limits.MEL_BINS),
                config.requireInt("max_source_positions", 1, Limits.CONTEXT),
                config.requireInt("max_target_positions", 1, Limits.CONTEXT),
                config.requireInt("vocab_size", 1, Limits.VOCABULARY),
                width,
                stack("encoder", width),
                stack("decoder", width));
    }

    private Stack stack(String name, int width) {
        int heads = config.requireInt(name + "_attention_heads", 1, Limits.HEADS);
        if (width % heads != 0) {
            throw config.invalid(
                    "d_model %d and %s_attention_heads %d".formatted(width, name, heads),
                    "heads that share it equally");
        }
        return new Stack(
                config.requireInt(name + "_layers", 1, Limits.LAYERS),
                heads,
                config.requireInt(name + "_ffn_dim", 1, Limits.FEED_FORWARD));
    }

    private void requireAgreement(SpecialTokens tokens) {
        requireSame("no_timestamps_token_id", tokens.noTimestamps(), "<|notimestamps|>");
        requireSame("prev_sot_token_id", tokens.startOfPrevious(), "<|startofprev|>");
        requireSame("decoder_start_token_id", tokens.startOfTranscript(), "<|startoftranscript|>");
    }

    private void requireSame(String key, int id, String token) {
        JsonFile file = generation.orElse(config);
        int stated = file.findInt(key, 0, Limits.VOCABULARY).orElse(id);
        if (stated != id) {
            throw file.invalid(
                    "%s is %d".formatted(key, stated), "%d, the id of %s in the vocabulary".formatted(id, token));
        }
    }

    /** The vocabulary's language tokens, cut down to those that {@code lang_to_id} lists if there is such a list. */
    private Map<String, Integer> languages(Map<String, Integer> inVocabulary) {
        Optional<JsonNode> listed = generation.map(file -> file.get("lang_to_id"));
        if (generation.isEmpty() || listed.isEmpty()) {
            return inVocabulary;
        }
        JsonFile file = generation.get();
        for (Entry<String, JsonNode> language : listed.get().properties()) {
            int id = file.integer("lang_to_id " + language.getKey(), language.getValue(), 0, Limits.VOCABULARY);
            String key = language.getKey();
            Integer known = key.length() > 4 ? inVocabulary.get(SpecialTokenFinder.code(key)) : null;
            if (known == null || known != id) {
                throw file.invalid(
                        "lang_to_id gives %s the id %d".formatted(key, id),
                        known == null ? "a language of the vocabulary" : "%d, as the vocabulary does".formatted(known));
            }
        }
        inVocabulary.keySet().removeIf(code -> !listed.get().has("<|" + code + "|>"));
        return inVocabulary;
    }

    /** Older folders keep the lists in config.json; a null or absent list is an empty one. */
    private List<Integer> ids(String key) {
        return generation
                .flatMap(file -> file.findInts(key, 0, Limits.VOCABULARY))
                .or(() -> config.findInts(key, 0, Limits.VOCABULARY))
                .orElse(List.of());
    }

    private ModelException unsupported(String text) {
        return new ModelException(ModelError.UNSUPPORTED, config.place() + ": " + text);
    }
}
