package dev.sotto.model;

import static dev.sotto.model.BadModel.hf;
import static dev.sotto.model.BadModel.vocab;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sotto.model.BadModel.Case;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BadConfigurationTest {

    @TempDir
    private Path temp;

    @ParameterizedTest(name = "{0}")
    @MethodSource({"folders", "configurations", "agreements", "vocabularies"})
    void is_refused_with_a_message_that_names_place_seen_and_expected(Case each) throws IOException {
        each.requireRefusal(temp.resolve("bad"));
    }

    static Stream<Case> folders() {
        String config = "bad/config.json: ";
        return Stream.of(
                new Case(
                        "no folder",
                        (m, f) -> {},
                        ModelError.FOLDER_MISSING,
                        "bad: not a folder; expected a model folder or the name of a model"),
                new Case(
                        "empty folder",
                        (m, f) -> Files.createDirectories(f),
                        ModelError.FORMAT_UNKNOWN,
                        "bad: holds no weights that are read here; expected model.safetensors,"
                                + " model.safetensors.index.json or model.bin"),
                new Case(
                        "pickled weights",
                        (m, f) -> Files.write(Files.createDirectories(f).resolve("pytorch_model.bin"), new byte[9]),
                        ModelError.FORMAT_UNKNOWN,
                        "bad: holds pytorch_model.bin, a Python pickle that is not read for safety; expected"
                                + " model.safetensors, model.safetensors.index.json or model.bin"),
                new Case(
                        "no configuration",
                        (m, f) -> {
                            m.writeHuggingFace(f);
                            Files.delete(f.resolve("config.json"));
                        },
                        ModelError.FILE_MISSING,
                        "bad/config.json: not there; expected a JSON file of the model; pull the model again"),
                hf(
                        "another architecture",
                        m -> m.config.put("model_type", "wav2vec2"),
                        ModelError.UNSUPPORTED,
                        config + "model_type is \"wav2vec2\"; expected \"whisper\""),
                hf(
                        "another activation",
                        m -> m.config.put("activation_function", "relu"),
                        ModelError.UNSUPPORTED,
                        config + "activation_function is \"relu\"; expected \"gelu\""),
                hf(
                        "no width",
                        m -> m.config.remove("d_model"),
                        ModelError.CONFIG_INVALID,
                        config + "has no d_model; expected an integer"));
    }

    static Stream<Case> configurations() {
        String config = "bad/config.json: ";
        String generation = "bad/generation_config.json: ";
        return Stream.of(
                hf(
                        "negative width",
                        m -> m.config.put("d_model", -4),
                        ModelError.CONFIG_INVALID,
                        config + "d_model is -4; expected an integer from 1 to 16384"),
                hf(
                        "width as text",
                        m -> m.config.put("d_model", "4"),
                        ModelError.CONFIG_INVALID,
                        config + "d_model is \"4\"; expected an integer from 1 to 16384"),
                hf(
                        "a million layers",
                        m -> m.config.put("decoder_layers", 1_000_000),
                        ModelError.CONFIG_INVALID,
                        config + "decoder_layers is 1000000; expected an integer from 1 to 256"),
                hf(
                        "heads that do not share the width",
                        m -> m.config.put("encoder_attention_heads", 3),
                        ModelError.CONFIG_INVALID,
                        config + "d_model 4 and encoder_attention_heads 3; expected heads that share it equally"),
                hf(
                        "another spectrogram",
                        m -> m.preprocessor.put("feature_size", 128),
                        ModelError.CONFIG_INVALID,
                        "bad/preprocessor_config.json: feature_size is 128; expected 80, as the network has it"),
                hf(
                        "suppressed token below zero",
                        m -> m.generation.putArray("suppress_tokens").add(-7),
                        ModelError.CONFIG_INVALID,
                        generation + "suppress_tokens[0] is -7; expected an integer from 0 to 1000000"),
                hf(
                        "language with another id than the vocabulary's",
                        m -> m.generation.putObject("lang_to_id").put("<|de|>", 259),
                        ModelError.CONFIG_INVALID,
                        generation + "lang_to_id gives <|de|> the id 259; expected 260, as the vocabulary does"));
    }

    static Stream<Case> agreements() {
        String generation = "bad/generation_config.json: ";
        return Stream.of(hf(
                "token of another generation of tokenizers",
                m -> m.generation.put("no_timestamps_token_id", 265),
                ModelError.CONFIG_INVALID,
                generation + "no_timestamps_token_id is 265; expected 266, the id of <|notimestamps|> in the"
                        + " vocabulary"));
    }

    static Stream<Case> vocabularies() {
        String file = "bad/tokenizer.json: ";
        return Stream.of(
                new Case(
                        "no vocabulary",
                        (m, f) -> {
                            m.writeHuggingFace(f);
                            Files.delete(f.resolve("tokenizer.json"));
                        },
                        ModelError.FILE_MISSING,
                        file + "not there; expected it, vocab.json or vocabulary.json; pull the model again"),
                hf(
                        "vocabulary larger than the embedding",
                        m -> ((ArrayNode) m.tokenizer.get("added_tokens"))
                                .addObject()
                                .put("id", 1768)
                                .put("content", "<|x|>"),
                        ModelError.VOCABULARY_INVALID,
                        "bad: token <|x|> has id 1768, but the network has 1768 ids; expected files of one model"),
                hf(
                        "a text token with the id of a special one",
                        m -> vocab(m).put("zz", 300),
                        ModelError.VOCABULARY_INVALID,
                        file + "tokens \"zz\" and \"<|0.66|>\" both have id 300; expected one token an id"),
                hf(
                        "two tokens of one id",
                        m -> vocab(m).put("zz", 7),
                        ModelError.VOCABULARY_INVALID,
                        file + "tokens \"ć\" and \"zz\" both have id 7; expected one token an id"),
                hf(
                        "a missing byte",
                        m -> vocab(m).remove("ć"),
                        ModelError.VOCABULARY_INVALID,
                        file + "no text token has id 7; expected ids from 0 without a gap"),
                hf(
                        "merges in another order than ids",
                        m -> ((ArrayNode) m.tokenizer.at("/model/merges")).add("Ġ Ŵ"),
                        ModelError.VOCABULARY_INVALID,
                        file
                                + "merge 1 (Ġ + Ŵ) yields id 256 behind id 256; expected merges in the order of their ids"),
                hf(
                        "merge of unknown tokens",
                        m -> ((ArrayNode) m.tokenizer.at("/model/merges")).add("q r"),
                        ModelError.VOCABULARY_INVALID,
                        file + "merge 1 (q + r) is of unknown tokens; expected tokens of the vocabulary"),
                hf(
                        "no special token",
                        m -> ((ObjectNode) m.tokenizer.at("/added_tokens/8")).put("content", "<|x|>"),
                        ModelError.VOCABULARY_INVALID,
                        "bad: the vocabulary has no token <|nospeech|> or <|nocaptions|>; expected Whisper's special tokens"));
    }
}
