package dev.sotto.vad;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sotto.testing.Golden;
import dev.sotto.testing.SharedFolder;
import dev.sotto.transcript.VoiceActivity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The spans that Silero's own get_speech_timestamps makes of the probabilities of its own model, to the sample. */
class SpeechTimesFidelityTest {
    private static final VoiceActivity SILERO_DEFAULTS =
            new VoiceActivity(0.5, OptionalDouble.empty(), 250, Double.POSITIVE_INFINITY, 100, 30);
    private static final VoiceActivity WIDER = new VoiceActivity(0.5, OptionalDouble.empty(), 250, 30, 500, 200);

    /** Needs nothing outside the project. */
    @TestFactory
    Stream<DynamicTest> our_own_recordings_have_the_spans_of_the_reference() {
        return cases(Path.of("src/test/resources/golden/vad/vad.json"), 4);
    }

    @TestFactory
    Stream<DynamicTest> all_recordings_have_the_spans_of_the_reference() {
        return cases(SharedFolder.require("golden", "vad.json"), 11);
    }

    private static Stream<DynamicTest> cases(Path golden, int count) {
        JsonNode files = Golden.json(golden).path("files");
        assertThat(files).hasSize(count);
        return StreamSupport.stream(files.spliterator(), false)
                .map(file -> DynamicTest.dynamicTest(file.path("audio").asText(), () -> isEqual(file)));
    }

    private static void isEqual(JsonNode expected) {
        JsonNode values = expected.path("probabilities");
        float[] heard = new float[values.size()];
        for (int i = 0; i < heard.length; i++) {
            heard[i] = values.get(i).floatValue();
        }
        long samples = expected.path("samples").asLong();
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
}
