package dev.sotto.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sotto.audio.Waveform;
import dev.sotto.testing.Golden;
import dev.sotto.testing.Recordings;
import dev.sotto.testing.SharedFolder;
import dev.sotto.testing.VadThread;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.VoiceActivity;
import dev.sotto.vad.SampleSpan;
import dev.sotto.vad.SpeechTimes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** Silero VAD against its own JIT model: every probability, and the spans that follow. */
@Tag("inference")
class TorchVadTest {
    private static final double TOLERANCE = 0.001;
    private static final VoiceActivity SILERO_DEFAULTS =
            new VoiceActivity(0.5, OptionalDouble.empty(), 250, Double.POSITIVE_INFINITY, 100, 30);
    private static final VoiceActivity WIDER = new VoiceActivity(0.5, OptionalDouble.empty(), 250, 30, 500, 200);

    /** Needs nothing outside the project. */
    @TestFactory
    Stream<DynamicTest> our_own_recordings_are_heard_as_by_the_reference() {
        return cases(Path.of("src/test/resources/golden/vad/vad.json"), 4);
    }

    @TestFactory
    Stream<DynamicTest> all_recordings_are_heard_as_by_the_reference() {
        return cases(SharedFolder.require("golden", "vad.json"), 11);
    }

    private static Stream<DynamicTest> cases(Path golden, int count) {
        VadThread vad = VadThread.load();
        JsonNode files = Golden.json(golden).path("files");
        assertThat(files).hasSize(count);
        return StreamSupport.stream(files.spliterator(), false)
                .map(file -> DynamicTest.dynamicTest(file.path("audio").asText(), () -> isEqual(vad, file)))
                .onClose(vad::close);
    }

    private static void isEqual(VadThread vad, JsonNode expected) {
        float[] heard;
        long samples;
        try (Waveform waveform =
                Recordings.decode(recording(expected.path("audio").asText()))) {
            samples = waveform.sampleCount();
            heard = vad.detector().probabilities(waveform, new Cancellation());
        }
        assertThat(samples).isEqualTo(expected.path("samples").asLong());
        assertThat(heard).hasSize(expected.path("probabilities").size());
        for (int i = 0; i < heard.length; i++) {
            assertThat((double) heard[i])
                    .as("window %d", i)
                    .isCloseTo(expected.path("probabilities").get(i).asDouble(), within(TOLERANCE));
        }
        assertThat(SpeechTimes.of(heard, samples, SILERO_DEFAULTS)).isEqualTo(spans(expected.path("speech_default")));
        assertThat(SpeechTimes.of(heard, samples, WIDER))
                .isEqualTo(spans(expected.path("speech_silence500_pad200_max30")));
    }

    private static List<SampleSpan> spans(JsonNode times) {
        List<SampleSpan> spans = new ArrayList<>();
        times.forEach(time -> spans.add(
                new SampleSpan(time.path("start").asLong(), time.path("end").asLong())));
        return spans;
    }

    private static Path recording(String name) {
        Path ours = Path.of("src/test/resources/audio", name);
        if (Files.exists(ours)) {
            return ours;
        }
        try (Stream<Path> all = Files.walk(SharedFolder.require("audio"))) {
            return all.filter(file -> file.getFileName().toString().equals(name))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
