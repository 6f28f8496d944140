package dev.sotto.model;

import static dev.sotto.model.BadModel.bytes;
import static dev.sotto.model.BadModel.ct2;
import static dev.sotto.model.BadModel.cut;

import dev.sotto.model.BadModel.Case;
import dev.sotto.testing.CTranslate2File.Variable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BadCTranslate2Test {
    private static final String CONV = "encoder/conv1/weight";

    @TempDir
    private Path temp;

    @ParameterizedTest(name = "{0}")
    @MethodSource({"preambles", "variables", "aliases", "networks", "stacks"})
    void is_refused_with_a_message_that_names_place_seen_and_expected(Case each) throws IOException {
        each.requireRefusal(temp.resolve("bad"));
    }

    static Stream<Case> preambles() {
        String file = "bad/model.bin: ";
        String conv = file + "variable " + CONV + " ";
        return Stream.of(
                ct2(
                        "old format version",
                        f -> f.version = 5,
                        ModelError.UNSUPPORTED,
                        file + "has format version 5; expected 6; convert the model with a current CTranslate2"),
                ct2(
                        "another spec",
                        f -> f.spec = "TransformerSpec",
                        ModelError.UNSUPPORTED,
                        file
                                + "holds a TransformerSpec; expected a WhisperSpec, another kind of model is of no use here"),
                ct2(
                        "revision of the future",
                        f -> f.revision = 9,
                        ModelError.UNSUPPORTED,
                        file + "has revision 9 of WhisperSpec; expected 1 to 3"),
                ct2(
                        "unknown type code",
                        f -> f.variables.put(CONV, new Variable(new long[] {4, 80, 3}, 6, new byte[1920])),
                        ModelError.FILE_MALFORMED,
                        conv + "has type code 6; expected 0 to 5"),
                ct2(
                        "bytes that do not fit the shape",
                        f -> f.variables.put(CONV, new Variable(new long[] {4, 80, 3}, 0, new byte[1920])),
                        ModelError.FILE_MALFORMED,
                        conv + "has 1920 bytes; expected 3840 for type FLOAT32 and shape [4, 80, 3]"),
                ct2(
                        "too many dimensions",
                        f -> f.variables.put(CONV, new Variable(new long[9], 4, new byte[0])),
                        ModelError.FILE_MALFORMED,
                        conv + "has 9 dimensions; expected at most 8"),
                ct2(
                        "shape that overflows",
                        f -> f.variables.put(
                                CONV, new Variable(new long[] {0xffffffffL, 0xffffffffL, 3}, 4, new byte[0])),
                        ModelError.FILE_MALFORMED,
                        conv + "has shape [4294967295, 4294967295, 3]; expected a size that fits 63 bits"),
                ct2(
                        "alias of itself",
                        f -> f.aliases.put("a", "a"),
                        ModelError.FILE_MALFORMED,
                        file + "alias a leads back to itself; expected a variable at its end"));
    }

    static Stream<Case> variables() {
        String file = "bad/model.bin: ";
        String conv = file + "variable " + CONV + " ";
        return Stream.of(
                ct2(
                        "alias loop",
                        f -> {
                            f.aliases.put("a", "b");
                            f.aliases.put("b", "a");
                        },
                        ModelError.FILE_MALFORMED,
                        file + "alias a leads back to itself; expected a variable at its end"),
                ct2(
                        "alias of nothing",
                        f -> f.aliases.put("a", "b"),
                        ModelError.FILE_MALFORMED,
                        file + "alias a leads to b, which is not there; expected a variable"),
                ct2(
                        "alias that is a variable",
                        f -> f.aliases.put(CONV, "b"),
                        ModelError.FILE_MALFORMED,
                        conv + "is a variable and an alias; expected one of them"),
                bytes(
                        "string without closing zero",
                        b -> b.put(17, (byte) 'x'),
                        ModelError.FILE_MALFORMED,
                        file
                                + "the spec name at byte 4 of length 12 has no closing zero; expected one zero, at its end"),
                bytes(
                        "string with a zero inside",
                        b -> b.put(8, (byte) 0),
                        ModelError.FILE_MALFORMED,
                        file + "the spec name at byte 4 of length 12 has a zero inside; expected one zero, at its end"),
                bytes(
                        "string of no length",
                        b -> b.putShort(4, (short) 0),
                        ModelError.FILE_MALFORMED,
                        file + "the spec name at byte 4 has length 0; expected at least its closing zero"),
                bytes(
                        "string that is not UTF-8",
                        b -> b.put(8, (byte) 0xff),
                        ModelError.FILE_MALFORMED,
                        file + "the spec name at byte 4 is not UTF-8; expected a name"),
                bytes(
                        "four thousand million variables",
                        b -> b.putInt(22, -1),
                        ModelError.FILE_MALFORMED,
                        file + "announces 4294967295 variables; expected at most 100000"));
    }

    static Stream<Case> aliases() {
        String file = "bad/model.bin: ";
        return Stream.of(
                cut(
                        "truncated version",
                        3,
                        file
                                + "ends inside the format version: 4 bytes needed at byte 0, 3 are there; expected a whole file; pull the model again"),
                cut(
                        "truncated name",
                        30,
                        file
                                + "ends inside the name of variable 0: 19 bytes needed at byte 28, 2 are there; expected a whole file; pull the model again"),
                cut(
                        "truncated data",
                        3000,
                        file
                                + "ends inside the data of decoder/embeddings/weight: 14144 bytes needed at byte 187, 2813 are there; expected a whole file; pull the model again"),
                new Case(
                        "bytes behind the last alias",
                        (m, f) -> {
                            m.writeCTranslate2(f);
                            Path weights = f.resolve("model.bin");
                            Files.write(
                                    weights, Arrays.copyOf(Files.readAllBytes(weights), (int) Files.size(weights) + 2));
                        },
                        ModelError.FILE_MALFORMED,
                        file + "has 2 bytes behind its last alias; expected none"));
    }

    static Stream<Case> networks() {
        String file = "bad/model.bin: ";
        return Stream.of(
                ct2(
                        "missing variable",
                        f -> f.variables.remove("encoder/layer_0/ffn/linear_1/bias"),
                        ModelError.TENSOR_MISSING,
                        file
                                + "no tensor encoder/layer_0/ffn/linear_1/bias among the 52 there; the file is incomplete or of another architecture"),
                ct2(
                        "int8 without scales",
                        f -> f.variables.put(CONV, new Variable(new long[] {4, 80, 3}, 1, new byte[960])),
                        ModelError.TENSOR_MISSING,
                        file
                                + "no tensor encoder/conv1/weight_scale among the 53 there; the file is incomplete or of another architecture"),
                ct2(
                        "scales of the wrong length",
                        f -> {
                            f.variables.put(CONV, new Variable(new long[] {4, 80, 3}, 1, new byte[960]));
                            f.variables.put(CONV + "_scale", new Variable(new long[] {1}, 0, new byte[4]));
                        },
                        ModelError.TENSOR_MISSHAPEN,
                        file + "tensor encoder/conv1/weight_scale has shape [1]; expected [4]"),
                ct2(
                        "int32 weights",
                        f -> f.variables.put(CONV, new Variable(new long[] {4, 80, 3}, 3, new byte[3840])),
                        ModelError.TENSOR_TYPE,
                        file + "tensor encoder/conv1/weight has type INT32; expected float32, float16 or bfloat16"),
                ct2(
                        "query and key without value",
                        f -> f.variables.put(
                                "encoder/layer_0/self_attention/linear_0/weight",
                                new Variable(new long[] {8, 4}, 4, new byte[64])),
                        ModelError.TENSOR_MISSHAPEN,
                        file
                                + "tensor encoder/layer_0/self_attention/linear_0/weight has shape [8, 4]; expected [12, 4]"),
                ct2(
                        "heads that do not share the width",
                        f -> f.variables.put("encoder/num_heads", new Variable(new long[0], 2, new byte[] {3, 0})),
                        ModelError.CONFIG_INVALID,
                        file + "encoder/num_heads is 3; expected heads that share the width 4 equally"),
                ct2(
                        "another activation",
                        f -> f.variables.put("decoder/activation", new Variable(new long[0], 1, new byte[] {0})),
                        ModelError.UNSUPPORTED,
                        file + "decoder/activation is 0; expected 3, as in every Whisper"));
    }

    static Stream<Case> stacks() {
        return Stream.of(
                new Case(
                        "vocabulary of another size",
                        (m, f) -> {
                            m.vocabulary.remove(1767);
                            m.writeCTranslate2(f);
                        },
                        ModelError.VOCABULARY_INVALID,
                        "bad/vocabulary.json: has 1767 tokens; expected 1768, the rows of decoder/embeddings/weight"),
                new Case(
                        "language that is not in the vocabulary",
                        (m, f) -> {
                            m.converted.putArray("lang_ids").add(261);
                            m.writeCTranslate2(f);
                        },
                        ModelError.CONFIG_INVALID,
                        "bad/config.json: lang_ids has 261; expected the ids of the vocabulary's languages"));
    }
}
