package dev.sotto.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.model.checkpoint.ModelFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RealCheckpointTest {
    private static final Path SHIPPED = Path.of(System.getProperty("sotto.home", "."), "src", "main", "models");
    private static final Path TINY_EN = SHIPPED.resolve("tiny.en");
    private static final long FORGE_FILE_BYTES_MAX = 95_000_000;

    @Test
    void the_shipped_model_opens_with_the_sizes_and_tokens_of_tiny_en() {
        try (Checkpoint checkpoint = ModelFolder.open(TINY_EN)) {
            ModelConfig config = checkpoint.config();
            assertThat(config.dimensions())
                    .isEqualTo(new Dimensions(
                            80,
                            1500,
                            448,
                            51864,
                            384,
                            new Dimensions.Stack(4, 6, 1536),
                            new Dimensions.Stack(4, 6, 1536)));
            assertThat(config.tokens())
                    .isEqualTo(new SpecialTokens(50256, 50257, 50357, 50358, 50359, 50360, 50361, 50362, 50363));
            assertThat(config.multilingual()).isFalse();
            assertThat(config.languages()).isEmpty();
            assertThat(config.suppressTokens()).hasSize(90).startsWith(1, 2, 7).endsWith(50360, 50361);
            assertThat(config.beginSuppressTokens()).containsExactly(220, 50256);
            assertThat(config.alignmentHeads()).hasSize(8).startsWith(new ModelConfig.AlignmentHead(1, 0));
            assertThat(config.vocabulary().textTokens()).hasSize(50256);
            assertThat(config.vocabulary().spelling(256)).isEqualTo("Ġt");
            assertThat(config.vocabulary().spelling(50362)).isEqualTo("<|notimestamps|>");
        }
    }

    @Test
    void whether_a_model_knows_more_than_english_is_known_without_its_vocabulary() {
        assertThat(ModelFolder.isMultilingual(TINY_EN)).isFalse();
        assertThat(ModelFolder.isMultilingual(SHIPPED.resolve("base"))).isTrue();
    }

    @Test
    void the_default_model_opens_from_its_shards_with_the_sizes_and_languages_of_base() {
        try (Checkpoint checkpoint = ModelFolder.open(SHIPPED.resolve("base"))) {
            ModelConfig config = checkpoint.config();
            assertThat(config.dimensions())
                    .isEqualTo(new Dimensions(
                            80,
                            1500,
                            448,
                            51865,
                            512,
                            new Dimensions.Stack(6, 8, 2048),
                            new Dimensions.Stack(6, 8, 2048)));
            assertThat(config.multilingual()).isTrue();
            assertThat(config.languages()).hasSize(99).containsKeys("de", "zh", "haw");
        }
    }

    /** Forges refuse files above 100 MB. */
    @Test
    void no_shipped_file_is_too_large_for_a_forge() throws IOException {
        try (Stream<Path> files = Files.walk(SHIPPED)) {
            assertThat(files.filter(Files::isRegularFile)).isNotEmpty().allSatisfy(file -> assertThat(Files.size(file))
                    .isLessThan(FORGE_FILE_BYTES_MAX));
        }
    }

    @Test
    void every_tensor_is_mapped_with_as_many_bytes_as_its_shape_asks_for() {
        long bytes = 0;
        try (Checkpoint checkpoint = ModelFolder.open(TINY_EN)) {
            for (String name : checkpoint.tensorNames()) {
                CanonicalTensor tensor = checkpoint.tensor(name);
                long rows = 0;
                for (TensorPart part : tensor.parts()) {
                    rows += part.shape()[0];
                    ByteBuffer data = part.bytes();
                    if (data != null) {
                        assertThat(data.isDirect()).isTrue();
                        bytes += data.remaining();
                    }
                }
                assertThat(rows).as(name).isEqualTo(tensor.shape()[0]);
                checkpoint.release(name);
            }
        }
        assertThat(bytes).isEqualTo(75539400L - 8 - 18880);
    }
}
