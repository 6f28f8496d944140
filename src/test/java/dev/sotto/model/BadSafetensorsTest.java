package dev.sotto.model;

import static dev.sotto.model.BadModel.at;
import static dev.sotto.model.BadModel.entry;
import static dev.sotto.model.BadModel.hf;
import static dev.sotto.model.BadModel.index;
import static dev.sotto.model.BadModel.length;
import static dev.sotto.model.BadModel.malformed;
import static dev.sotto.model.BadModel.offsets;
import static dev.sotto.model.BadModel.raw;
import static dev.sotto.model.BadModel.text;
import static dev.sotto.model.BadModel.truncated;
import static dev.sotto.model.BadModel.writeIndex;

import dev.sotto.model.BadModel.Case;
import dev.sotto.testing.Weights.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BadSafetensorsTest {
    private static final String CONV = "model.encoder.conv1.weight";

    @TempDir
    private Path temp;

    @ParameterizedTest(name = "{0}")
    @MethodSource({"lengths", "entries", "layouts", "networks"})
    void is_refused_with_a_message_that_names_place_seen_and_expected(Case each) throws IOException {
        each.requireRefusal(temp.resolve("bad"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"lengths", "entries", "layouts", "networks"})
    void is_refused_in_the_same_words_where_only_the_languages_are_asked_for(Case each) throws IOException {
        each.requireRefusalWithoutVocabulary(temp.resolve("bad"));
    }

    static Stream<Case> lengths() {
        String file = "bad/model.safetensors: ";
        String tensor = file + "tensor " + CONV + " ";
        return Stream.of(
                raw(
                        "empty file",
                        new byte[0],
                        truncated(
                                file + "has 0 bytes; expected at least 8, the header's length; pull the model again")),
                raw(
                        "half a length",
                        new byte[5],
                        truncated(
                                file + "has 5 bytes; expected at least 8, the header's length; pull the model again")),
                raw(
                        "header length with its highest bit set",
                        length(0x8000000000000010L, 16),
                        malformed(file + "says its header has 9223372036854775824 bytes; expected 2 to 100000000")),
                raw(
                        "header length beyond the limit",
                        length(100_000_001, 16),
                        malformed(file + "says its header has 100000001 bytes; expected 2 to 100000000")),
                raw(
                        "header longer than the file",
                        length(1000, 16),
                        truncated(
                                file
                                        + "says its header has 1000 bytes, but only 16 follow; expected a whole file; pull the model again")),
                raw(
                        "header that is no object",
                        length(16, 16),
                        malformed(file + "header begins with byte 0x00; expected '{'")),
                text(
                        "header that is no JSON",
                        "{\"a\": [1,}",
                        malformed(file
                                + "header: not valid JSON at byte 9 (Unexpected character ('}' (code 125)): expected"
                                + " a value)")),
                text(
                        "a name twice",
                        "{\"a\": 1, \"a\": 2}",
                        malformed(file + "header: not valid JSON at byte 12 (Duplicate field 'a')")),
                entry(
                        "entry that is no object",
                        h -> h.put(CONV, 7),
                        tensor + "is 7; expected an object with dtype, shape and data_offsets"),
                entry("no type", h -> at(h).remove("dtype"), tensor + "has dtype none; expected a type like F16"),
                entry(
                        "unknown type",
                        h -> at(h).put("dtype", "F12"),
                        tensor + "has dtype \"F12\"; expected a type like F16"));
    }

    static Stream<Case> entries() {
        String file = "bad/model.safetensors: ";
        String tensor = file + "tensor " + CONV + " ";
        return Stream.of(
                entry(
                        "no shape",
                        h -> at(h).remove("shape"),
                        tensor + "has shape none; expected a list of at most 16 sizes"),
                entry(
                        "negative size",
                        h -> at(h).putArray("shape").add(-4).add(80).add(3),
                        tensor + "has shape [-4,80,3]; expected whole numbers from 0"),
                entry(
                        "size that overflows",
                        h -> at(h).putArray("shape").add(1L << 40).add(1L << 40),
                        tensor + "has shape [1099511627776, 1099511627776]; expected a size that fits 63 bits"),
                entry(
                        "shape that does not fit its bytes",
                        h -> at(h).putArray("shape").add(4).add(80).add(4),
                        tensor + "spans 1920 bytes; expected 2560 for type F16 and shape [4, 80, 4]"),
                entry(
                        "one offset",
                        h -> at(h).putArray("data_offsets").add(0),
                        tensor + "has data_offsets [0]; expected a begin and an end"),
                entry(
                        "offsets backwards",
                        h -> at(h).putArray("data_offsets").add(1920).add(0),
                        tensor + "begins at 1920 and ends at 0; expected begin before end"),
                entry(
                        "fractional offset",
                        h -> at(h).putArray("data_offsets").add(0.5).add(1920),
                        tensor + "has data_offsets [0.5,1920]; expected whole numbers from 0"),
                entry(
                        "overlap",
                        h -> offsets(h, "model.encoder.conv1.bias", 1912, 1920),
                        file + "tensor model.encoder.conv1.bias begins at byte 1912 of the data, inside " + CONV
                                + "; expected byte 1920, the end of " + CONV),
                entry(
                        "hole",
                        h -> h.remove("model.encoder.conv1.bias"),
                        file + "tensor model.encoder.conv2.weight begins at byte 1928 of the data, behind a hole;"
                                + " expected byte 1920, the end of " + CONV));
    }

    static Stream<Case> layouts() {
        String file = "bad/model.safetensors: ";
        return Stream.of(
                new Case(
                        "bytes behind the last tensor",
                        (model, folder) -> {
                            model.writeHuggingFace(folder);
                            Path weights = folder.resolve("model.safetensors");
                            Files.write(
                                    weights, Arrays.copyOf(Files.readAllBytes(weights), (int) Files.size(weights) + 3));
                        },
                        ModelError.FILE_MALFORMED,
                        file + "has 3 bytes behind its last tensor; expected none"),
                new Case(
                        "truncated data",
                        (model, folder) -> {
                            model.writeHuggingFace(folder);
                            Path weights = folder.resolve("model.safetensors");
                            Files.write(
                                    weights, Arrays.copyOf(Files.readAllBytes(weights), (int) Files.size(weights) - 1));
                        },
                        ModelError.FILE_TRUNCATED,
                        file + "tensor model.decoder.layer_norm.bias ends at byte 17136 of the data, but only 17135 are"
                                + " there; expected a whole file; pull the model again"));
    }

    static Stream<Case> networks() {
        String file = "bad/model.safetensors: ";
        return Stream.of(
                hf(
                        "missing tensor",
                        m -> m.weights.tensors().remove("model.decoder.layers.0.fc2.bias"),
                        ModelError.TENSOR_MISSING,
                        file
                                + "no tensor model.decoder.layers.0.fc2.bias among the 49 there; the file is incomplete or of"
                                + " another architecture"),
                hf(
                        "misshapen tensor",
                        m -> m.weights.put(CONV, new Tensor("F16", new long[] {4, 3, 80}, new byte[1920])),
                        ModelError.TENSOR_MISSHAPEN,
                        file + "tensor " + CONV + " has shape [4, 3, 80]; expected [4, 80, 3]"),
                hf(
                        "integer weights",
                        m -> m.weights.put(CONV, new Tensor("I16", new long[] {4, 80, 3}, new byte[1920])),
                        ModelError.TENSOR_TYPE,
                        file + "tensor " + CONV + " has type I16; expected float32, float16 or bfloat16"),
                hf(
                        "more layers than configured",
                        m -> m.weights.put(
                                "model.encoder.layers.1.fc1.bias", new Tensor("F16", new long[] {0}, new byte[0])),
                        ModelError.CONFIG_INVALID,
                        file + "holds tensor model.encoder.layers.1.fc1.bias, but config.json has 1 encoder layers;"
                                + " expected files of one model"),
                hf(
                        "another vocabulary size than the embedding",
                        m -> m.config.put("vocab_size", 1769),
                        ModelError.TENSOR_MISSHAPEN,
                        file + "tensor model.decoder.embed_tokens.weight has shape [1768, 4]; expected [1769, 4]"),
                index(
                        "index without a map",
                        "{}",
                        ModelError.CONFIG_INVALID,
                        "has no weight_map; expected an object that names the file of each tensor"),
                index(
                        "index that leaves the folder",
                        "{\"weight_map\":{\"a\":\"../x.safetensors\"}}",
                        ModelError.CONFIG_INVALID,
                        "weight_map puts a into \"../x.safetensors\"; expected a plain file name that ends in .safetensors"),
                new Case(
                        "index that names a missing shard",
                        (m, f) -> writeIndex(m, f, "{\"weight_map\":{\"a\":\"x.safetensors\"}}"),
                        ModelError.FILE_MISSING,
                        "bad/x.safetensors: not there; expected a shard that model.safetensors.index.json names; pull the"
                                + " model again"));
    }
}
