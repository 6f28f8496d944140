package dev.sotto.torch.speaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sotto.audio.Waveform;
import dev.sotto.diarize.SpeakerNetworks;
import dev.sotto.model.ModelError;
import dev.sotto.model.ModelException;
import dev.sotto.testing.Golden;
import dev.sotto.testing.GoldenTensors;
import dev.sotto.testing.Recordings;
import dev.sotto.testing.SharedFolder;
import dev.sotto.testing.ShippedSpeakers;
import dev.sotto.torch.Precision;
import dev.sotto.torch.TorchRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both networks against the values of the networks they are written after, on the same weights. */
@Tag("inference")
class TorchSpeakersTest {
    private static final int CHUNK = SpeakerNetworks.CHUNK_SAMPLES;
    private static final int CHUNK_NUMBERS = SpeakerNetworks.CHUNK_FRAMES * SpeakerNetworks.CLASSES;

    @BeforeAll
    static void few_threads() {
        TorchRuntime.threads(1);
    }

    @TestFactory
    Stream<DynamicTest> chunks_are_heard_as_by_the_reference() {
        GoldenTensors golden =
                GoldenTensors.read(SharedFolder.require("golden", "speakers", "segmentation.safetensors"));
        JsonNode recordings = Golden.json(SharedFolder.require("golden", "speakers", "_meta.json"))
                .path("segmentation");
        assertThat(recordings).hasSize(5);
        TorchSpeakers networks = ShippedSpeakers.load();
        return recordings.properties().stream()
                .map(recording -> DynamicTest.dynamicTest(
                        recording.getKey(), () -> isHeard(networks, golden, recording.getKey(), recording.getValue())))
                .onClose(networks::close);
    }

    private static void isHeard(TorchSpeakers networks, GoldenTensors golden, String name, JsonNode recording) {
        JsonNode starts = recording.path("chunk_starts_samples");
        float[] samples = new float[starts.size() * CHUNK];
        try (Waveform waveform = shared(recording.path("file").asText())) {
            for (int i = 0; i < starts.size(); i++) {
                waveform.read(starts.get(i).asLong(), samples, i * CHUNK, CHUNK);
            }
        }
        float[] heard = networks.segment(samples);
        double[] expected = golden.doubles(name + ".logprob");
        assertThat(heard).hasSize(expected.length).hasSize(starts.size() * CHUNK_NUMBERS);
        for (int i = 0; i < heard.length; i++) {
            assertThat((double) heard[i]).as("number %d", i).isCloseTo(expected[i], within(1e-3));
        }
    }

    /** With the kernels of this processor, and with those of devices that have no such kernels. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void pieces_become_the_vectors_of_the_reference(boolean packed) {
        assumeTrue(!packed || Precision.packs("cpu"), "skipped: no packed kernels on this processor");
        GoldenTensors golden = GoldenTensors.read(SharedFolder.require("golden", "speakers", "embedding.safetensors"));
        JsonNode clips = Golden.json(SharedFolder.require("golden", "speakers", "_meta.json"))
                .path("embedding");
        float[] expected = golden.floats("embedding");
        float[] otherScale = golden.floats("embedding_scaled_32768");
        assertThat(clips).hasSize(16);
        try (TorchSpeakers networks =
                TorchSpeakers.load(ShippedSpeakers.SEGMENTATION, ShippedSpeakers.EMBEDDING, "cpu", packed)) {
            double farthestOther = 1;
            for (int i = 0; i < clips.size(); i++) {
                float[] vector = embedded(networks, clips.get(i));
                float[] wanted = Arrays.copyOfRange(expected, i * 192, (i + 1) * 192);
                assertThat(vector).hasSize(192);
                assertThat(cosine(vector, wanted)).as("clip %d", i).isGreaterThanOrEqualTo(0.9999);
                assertThat(distance(vector, wanted)).isLessThanOrEqualTo(1e-3 * length(wanted));
                farthestOther =
                        Math.min(farthestOther, cosine(vector, Arrays.copyOfRange(otherScale, i * 192, (i + 1) * 192)));
            }
            assertThat(farthestOther)
                    .as("likeness to a front end on another scale")
                    .isLessThan(0.995);
        }
    }

    /** Rows and pieces of one call must not touch each other. */
    @Test
    void a_batch_gives_each_piece_and_each_chunk_what_it_gets_alone() {
        try (TorchSpeakers networks = ShippedSpeakers.load();
                Waveform waveform = Recordings.decode(Recordings.SAMPLE)) {
            int rows = 148;
            int piece = (rows - 1) * SpeakerNetworks.ROW_HOP + SpeakerNetworks.ROW_SAMPLES;
            float[] pieces = new float[3 * piece];
            float[] chunks = new float[5 * CHUNK];
            for (int i = 0; i < 5; i++) {
                waveform.read(i * 20_000L, chunks, i * CHUNK, CHUNK);
                waveform.read(i * 20_000L, pieces, Math.min(i, 2) * piece, piece);
            }
            float[] together = networks.embed(pieces, rows);
            float[] alone = networks.embed(Arrays.copyOfRange(pieces, piece, 2 * piece), rows);
            assertThat(Arrays.copyOfRange(together, 192, 384))
                    .usingComparatorWithPrecision(1e-4f)
                    .containsExactly(alone);
            float[] all = networks.segment(chunks);
            float[] last = networks.segment(Arrays.copyOfRange(chunks, 4 * CHUNK, 5 * CHUNK));
            assertThat(Arrays.copyOfRange(all, 4 * CHUNK_NUMBERS, 5 * CHUNK_NUMBERS))
                    .usingComparatorWithPrecision(1e-4f)
                    .containsExactly(last);
        }
    }

    @Test
    void calls_that_succeed_or_fail_leave_no_native_handle_behind() {
        try (TorchSpeakers networks = ShippedSpeakers.load()) {
            long held = networks.liveHandles();
            assertThat(networks.segment(new float[CHUNK])).hasSize(CHUNK_NUMBERS);
            assertThat(networks.embed(new float[19 * 160 + 400], 20)).hasSize(192);
            assertThatThrownBy(() -> networks.segment(new float[CHUNK + 1])).hasMessageContaining("whole chunks");
            assertThatThrownBy(() -> networks.embed(new float[400], 1)).hasMessageContaining("at least 20 rows");
            assertThat(networks.liveHandles()).isEqualTo(held);
        }
    }

    @Test
    void a_folder_that_is_not_such_a_network_is_refused_with_what_is_wrong(@TempDir Path folder) throws IOException {
        Path embedding = ShippedSpeakers.EMBEDDING;
        assertThatThrownBy(() -> TorchSpeakers.load(folder.resolve("nowhere"), embedding, "cpu"))
                .isInstanceOfSatisfying(
                        ModelException.class, e -> assertThat(e.error()).isEqualTo(ModelError.FOLDER_MISSING))
                .hasMessageContaining("nowhere");
        // The two folders in each other's place.
        assertThatThrownBy(() -> TorchSpeakers.load(embedding, embedding, "cpu"))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("architecture is campplus; expected one that is built in and can segment");
        Files.writeString(folder.resolve("config.json"), "{\"architecture\": \"../whisper/mel\"}");
        assertThatThrownBy(() -> TorchSpeakers.load(folder, embedding, "cpu"))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("architecture is \"../whisper/mel\"");
        Files.writeString(folder.resolve("config.json"), "{\"architecture\": \"pyannet\"}");
        Files.copy(embedding.resolve("model.safetensors"), folder.resolve("model.safetensors"));
        assertThatThrownBy(() -> TorchSpeakers.load(folder, embedding, "cpu"))
                .isInstanceOfSatisfying(
                        ModelException.class, e -> assertThat(e.error()).isEqualTo(ModelError.TENSOR_MISSING))
                .hasMessageContaining("sincnet.wav_norm1d.weight");
    }

    private static float[] embedded(TorchSpeakers networks, JsonNode clip) {
        long start = clip.path("start").asLong();
        int rows = clip.path("frames").asInt();
        float[] samples = new float[(rows - 1) * SpeakerNetworks.ROW_HOP + SpeakerNetworks.ROW_SAMPLES];
        try (Waveform waveform = shared(clip.path("file").asText())) {
            waveform.read(start, samples, 0, samples.length);
        }
        return networks.embed(samples, rows);
    }

    private static Waveform shared(String file) {
        return Recordings.decode(SharedFolder.require(file.substring("shared/".length())));
    }

    private static double cosine(float[] a, float[] b) {
        double product = 0;
        for (int i = 0; i < a.length; i++) {
            product += (double) a[i] * b[i];
        }
        return product / length(a) / length(b);
    }

    private static double length(float[] a) {
        return distance(a, new float[a.length]);
    }

    private static double distance(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (double) (a[i] - b[i]);
        }
        return Math.sqrt(sum);
    }
}
