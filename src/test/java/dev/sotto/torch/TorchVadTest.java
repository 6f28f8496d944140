package dev.sotto.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sotto.audio.Waveform;
import dev.sotto.audio.Waveforms;
import dev.sotto.testing.Golden;
import dev.sotto.testing.Recordings;
import dev.sotto.testing.VadThread;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.WorkClass;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The network of Silero VAD against an independent implementation on the same weights; see SOURCE.md beside the golden file. */
@Tag("inference")
class TorchVadTest {
    private static final double TOLERANCE = 0.001;

    @TestFactory
    Stream<DynamicTest> our_own_recordings_are_heard_as_by_the_reference() {
        VadThread vad = VadThread.load();
        JsonNode files = Golden.json(Path.of("src/test/resources/golden/vad/shipped.json"))
                .path("files");
        assertThat(files).hasSize(4);
        return StreamSupport.stream(files.spliterator(), false)
                .map(file -> DynamicTest.dynamicTest(file.path("audio").asText(), () -> isHeard(vad, file)))
                .onClose(vad::close);
    }

    /** The count is the whole process's: an engine loaded after a voice detection once ran on one core. */
    @Test
    void listening_changes_nothing_about_the_threads_that_others_get() throws InterruptedException {
        List<String> before = asSeenByAnotherThread();
        try (VadThread vad = VadThread.load();
                Waveform silence = Waveforms.ofSamples(new short[512])) {
            assertThat(vad.detector().probabilities(silence, WorkClass.BULK, new Cancellation()))
                    .hasSize(1);
        }
        assertThat(asSeenByAnotherThread()).isEqualTo(before);
    }

    private static List<String> asSeenByAnotherThread() throws InterruptedException {
        List<String> seen = new ArrayList<>();
        Thread thread = new Thread(() -> seen.addAll(TorchRuntime.describe()), "another");
        thread.start();
        thread.join();
        return seen;
    }

    private static void isHeard(VadThread vad, JsonNode expected) {
        float[] heard;
        try (Waveform waveform =
                Recordings.decode(recording(expected.path("audio").asText()))) {
            assertThat(waveform.sampleCount())
                    .isEqualTo(expected.path("samples").asLong());
            heard = vad.detector().probabilities(waveform, WorkClass.BULK, new Cancellation());
        }
        assertThat(heard).hasSize(expected.path("probabilities").size());
        for (int i = 0; i < heard.length; i++) {
            assertThat((double) heard[i])
                    .as("window %d", i)
                    .isCloseTo(expected.path("probabilities").get(i).asDouble(), within(TOLERANCE));
        }
    }

    private static Path recording(String name) {
        return Path.of("src/test/resources/audio", name);
    }
}
