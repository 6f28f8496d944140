package dev.sotto.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RandomCheckpointTest {
    @ParameterizedTest
    @CsvSource({
        "TINY,38919ed393a0f93ce53693c1c6c47b94389d03b4ba6b6f486a5669e40f4bf4cb",
        "TINY_V3,5a629a057d8caa776401a6c1db261bd1f2fbd5397d8a7e47aee61c6ea08e732c"
    })
    void writes_the_same_weights_file_as_the_reference_script(
            RandomCheckpoint.Size size, String sha256, @TempDir Path folder) throws IOException {
        RandomCheckpoint.write(size, SharedFolder.require("models", "tokenizers"), folder);

        assertThat(sha256(folder.resolve("model.safetensors"))).isEqualTo(sha256);
    }

    @Test
    void rounds_to_half_precision_to_the_nearest_and_ties_to_even() {
        assertThat(RandomCheckpoint.half(1.0)).isEqualTo((short) 0x3c00);
        assertThat(RandomCheckpoint.half(1 + Math.pow(2, -11))).isEqualTo((short) 0x3c00);
        assertThat(RandomCheckpoint.half(1 + 3 * Math.pow(2, -11))).isEqualTo((short) 0x3c02);
        assertThat(RandomCheckpoint.half(-1.9999)).isEqualTo((short) 0xc000);
        assertThat(RandomCheckpoint.half(Math.pow(2, -24))).isEqualTo((short) 1);
        assertThat(RandomCheckpoint.half(Math.pow(2, -25))).isEqualTo((short) 0);
        assertThat(RandomCheckpoint.half(-0.0)).isEqualTo((short) 0x8000);
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] chunk = new byte[1 << 16];
            for (int n = in.read(chunk); n > 0; n = in.read(chunk)) {
                digest.update(chunk, 0, n);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
