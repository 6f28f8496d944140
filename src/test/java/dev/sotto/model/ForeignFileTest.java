package dev.sotto.model;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.util.RawValue;
import dev.sotto.model.ModelConfig.AlignmentHead;
import dev.sotto.model.checkpoint.ModelFolder;
import dev.sotto.testing.CTranslate2File;
import dev.sotto.testing.SmallModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are not what their name says, and what is said of them. */
class ForeignFileTest {
    private static final String POINTER = """
        version https://git-lfs.github.com/spec/v1
        oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393
        size 151061672
        """;

    @TempDir
    private Path temp;

    private static Stream<Arguments> kinds() {
        String page =
                "is a web page, not the file itself: what sent it answered with an error or a log-in page; pull the"
                        + " model again";
        String annex =
                "is a pointer of git-annex, not the file itself, which was never fetched; run 'git annex get' where it"
                        + " was cloned, or pull the model again";
        String failed =
                "is what a server answered to a download that failed, not the file itself; pull the model again";
        String pickle =
                "is a Python pickle of PyTorch, which is not read for safety; pull a model with .safetensors files,"
                        + " or convert it with save_pretrained(folder, safe_serialization=True)";
        return Stream.of(
                Arguments.of(
                        "pointer of Git LFS",
                        POINTER.getBytes(UTF_8),
                        "is a pointer of Git LFS, not the file itself, which was never fetched; run 'git lfs pull'"
                                + " where it was cloned, or pull the model again"),
                Arguments.of(
                        "pointer of Git LFS by its first name",
                        POINTER.replace("git-lfs", "hawser").getBytes(UTF_8),
                        "is a pointer of Git LFS, not the file itself, which was never fetched; run 'git lfs pull'"
                                + " where it was cloned, or pull the model again"),
                Arguments.of(
                        "pointer of git-annex",
                        "/annex/objects/SHA256E-s15--4d7a.safetensors\n".getBytes(UTF_8),
                        annex),
                Arguments.of(
                        "link of git-annex", "../../.git/annex/objects/Xk/SHA256E-s15--4d7a".getBytes(UTF_8), annex),
                Arguments.of(
                        "pointer of Xet",
                        "# xet version 0\nfilesize = 151061672\n".getBytes(UTF_8),
                        "is a pointer of Xet, not the file itself, which was never fetched; pull the model again"),
                Arguments.of("answer of the hub", "Entry not found".getBytes(UTF_8), failed),
                Arguments.of("answer in JSON", "{\"error\":\"Repository not found\"}".getBytes(UTF_8), failed),
                Arguments.of("answer of a mirror", "404: Not Found".getBytes(UTF_8), failed),
                Arguments.of(
                        "compressed file",
                        "\u001f\u008b\b\0\0\0\0\0\0\u0003".getBytes(ISO_8859_1),
                        "is compressed; unpack it, or pull the model again"),
                Arguments.of(
                        "file of Keras",
                        "\u0089HDF\r\n\u001a\n\0\0\0\0".getBytes(ISO_8859_1),
                        "is a file of TensorFlow or Keras (HDF5), which is not read here; pull a model with"
                                + " .safetensors files"),
                Arguments.of("web page", "<!DOCTYPE html>\n<html><title>Log in</title>".getBytes(UTF_8), page),
                Arguments.of("web page without a type", "\uFEFF \r\n<HTML lang=en>".getBytes(UTF_8), page),
                Arguments.of("answer of an object store", "<?xml version=\"1.0\"?><Error/>".getBytes(UTF_8), page),
                Arguments.of(
                        "pickle in a zip", "PK\u0003\u0004\0\0\b\b\0\0archive/data.pkl".getBytes(ISO_8859_1), pickle),
                Arguments.of("bare pickle", "\u0080\u0002}q\0(X\u0005\0\0\0".getBytes(ISO_8859_1), pickle),
                Arguments.of(
                        "file of whisper.cpp",
                        "lmgg\u0000\u00ca\0\0".getBytes(ISO_8859_1),
                        "is a file of whisper.cpp (ggml), which is not read here; pull the model by its name instead"));
    }

    private static Stream<Arguments> moreKinds() {
        String failed =
                "is what a server answered to a download that failed, not the file itself; pull the model again";
        return Stream.of(
                Arguments.of("answer of a broken mirror", "502 Bad Gateway".getBytes(UTF_8), failed),
                Arguments.of("answer of a busy mirror", "Too Many Requests".getBytes(UTF_8), failed),
                Arguments.of("redirection", "Moved Permanently. Redirecting to /x".getBytes(UTF_8), failed),
                Arguments.of(
                        "answer about a gated model",
                        "Access to model a/b is restricted and you are not in the authorized list.".getBytes(UTF_8),
                        failed),
                Arguments.of(
                        "download that was broken off",
                        new byte[10_000],
                        "begins with zeros alone, as a download does that was broken off behind setting its room aside;"
                                + " pull the model again"),
                Arguments.of(
                        "archive of 7-Zip",
                        "7z\u00bc\u00af'\u001c\0\u0004".getBytes(ISO_8859_1),
                        "is compressed; unpack it, or pull the model again"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"kinds", "moreKinds"})
    void what_lies_in_place_of_weights_is_named_with_what_to_do(String name, byte[] bytes, String sentence)
            throws IOException {
        new SmallModel().writeHuggingFace(temp.resolve("hf"));
        assertRefused("hf", "model.safetensors", bytes, sentence);
        SmallModel model = new SmallModel();
        model.writeCTranslate2(temp.resolve("ct2"), CTranslate2File.of(model.weights, 2));
        assertRefused("ct2", "model.bin", bytes, sentence);
    }

    @Test
    void a_pointer_or_a_page_or_nothing_in_place_of_a_json_file_is_named_too() throws IOException {
        new SmallModel().writeHuggingFace(temp.resolve("hf"));
        byte[] tokenizer = Files.readAllBytes(temp.resolve("hf/tokenizer.json"));
        assertRefused(
                "hf",
                "tokenizer.json",
                POINTER.getBytes(UTF_8),
                "is a pointer of Git LFS, not the file itself, which was never fetched; run 'git lfs pull' where it was"
                        + " cloned, or pull the model again");
        Files.write(temp.resolve("hf/tokenizer.json"), tokenizer);
        assertRefused(
                "hf",
                "config.json",
                new byte[0],
                "has 0 bytes; expected a JSON file of the model; pull the model again");
    }

    private void assertRefused(String folder, String file, byte[] bytes, String sentence) throws IOException {
        Files.write(temp.resolve(folder).resolve(file), bytes);
        assertThatExceptionOfType(ModelException.class)
                .isThrownBy(() -> ModelFolder.open(temp.resolve(folder)).close())
                .withMessage("%s/%s: %s", folder, file, sentence);
    }

    @Test
    void weights_that_are_empty_or_cut_off_anywhere_are_told_from_whole_ones() throws IOException {
        new SmallModel().writeHuggingFace(temp.resolve("hf"));
        Path weights = temp.resolve("hf/model.safetensors");
        byte[] whole = Files.readAllBytes(weights);
        for (int length : new int[] {0, 1, 7, 8, 9, 300, whole.length / 2, whole.length - 1}) {
            Files.write(weights, Arrays.copyOf(whole, length));
            assertThatExceptionOfType(ModelException.class)
                    .as("%d bytes", length)
                    .isThrownBy(() -> ModelFolder.open(temp.resolve("hf")).close())
                    .withMessageStartingWith("hf/model.safetensors: ")
                    .withMessageContaining("expected")
                    .withMessageContaining("pull the model again");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"[[0,0],[0,2]]", "[[1,0]]", "[[0,-1]]", "[[0]]", "[0,0]", "7", "[[0,99999999999]]", "[[\"a\",0]]"
            })
    void wrong_alignment_heads_leave_the_model_usable_with_default_heads(String heads) throws IOException {
        SmallModel model = new SmallModel();
        model.generation.putRawValue("alignment_heads", new RawValue(heads));
        model.writeHuggingFace(temp.resolve("hf"));
        try (Checkpoint checkpoint = ModelFolder.open(temp.resolve("hf"))) {
            ModelConfig config = checkpoint.config();
            assertThat(config.alignmentHeads()).isEmpty();
            assertThat(config.alignmentFault().orElseThrow()).contains("hf/generation_config.json: ", "; expected ");
            assertThat(config.wordHeads()).isEqualTo(List.of(new AlignmentHead(0, 0), new AlignmentHead(0, 1)));
        }
    }

    @Test
    void right_alignment_heads_are_no_fault() throws IOException {
        SmallModel model = new SmallModel();
        model.generation.putArray("alignment_heads").addArray().add(0).add(1);
        model.writeHuggingFace(temp.resolve("hf"));
        try (Checkpoint checkpoint = ModelFolder.open(temp.resolve("hf"))) {
            assertThat(checkpoint.config().alignmentFault()).isEmpty();
            assertThat(checkpoint.config().wordHeads()).containsExactly(new AlignmentHead(0, 1));
        }
    }
}
