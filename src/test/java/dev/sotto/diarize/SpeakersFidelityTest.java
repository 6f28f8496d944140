package dev.sotto.diarize;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sotto.audio.Waveform;
import dev.sotto.testing.DiarizationErrorRate;
import dev.sotto.testing.DiarizationErrorRate.Turn;
import dev.sotto.testing.Golden;
import dev.sotto.testing.Recordings;
import dev.sotto.testing.SharedFolder;
import dev.sotto.testing.SpeakerThread;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.Speakers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** From the recording to its turns, with the shipped networks, against the reference's turns and against the truth. */
@Tag("inference")
class SpeakersFidelityTest {
    private static final double TURNS_APART = 0.3; // percent of speech
    private static final double RATES_APART = 0.3; // points

    /** Needs nothing outside the project. */
    @Test
    void our_own_example_has_its_two_speakers() {
        try (SpeakerThread speakers = SpeakerThread.open();
                Waveform waveform = Recordings.decode(Recordings.SAMPLE)) {
            Diarization told = told(speakers, waveform);
            assertThat(told.speakers()).extracting(Speaker::label).containsExactly("A", "B");
            assertThat(told.turns())
                    .extracting(SpeakerTurn::speaker)
                    .contains(0, 1)
                    .startsWith(0);
            assertThat(told.turns())
                    .allSatisfy(turn -> assertThat(turn.endSeconds()).isLessThanOrEqualTo(waveform.durationSeconds()));
        }
    }

    /** All but the one of 18 minutes, which the benchmark runs. */
    @TestFactory
    Stream<DynamicTest> recordings_have_the_turns_and_the_error_rates_of_the_reference() {
        JsonNode expected = Golden.json(SharedFolder.require("golden", "speakers", "expected", "expected.json"));
        Map<String, JsonNode> recordings = new TreeMap<>();
        expected.properties().forEach(each -> recordings.put(each.getKey(), each.getValue()));
        recordings.remove("long");
        assertThat(recordings).hasSize(19);
        SpeakerThread speakers = SpeakerThread.open();
        return recordings.entrySet().stream()
                .map(each ->
                        DynamicTest.dynamicTest(each.getKey(), () -> isAlike(speakers, each.getKey(), each.getValue())))
                .onClose(speakers::close);
    }

    private static void isAlike(SpeakerThread speakers, String name, JsonNode expected) {
        Path audio = audio(name);
        try (Waveform waveform = Recordings.decode(audio)) {
            assertThat(waveform.sampleCount())
                    .isEqualTo(expected.path("samples").asLong());
            Diarization told = told(speakers, waveform);
            assertThat(told.speakers()).hasSize(expected.path("speakers_found").asInt());
            List<Turn> found = told.turns().stream()
                    .map(turn -> new Turn(turn.startSeconds(), turn.endSeconds(), Speakers.label(turn.speaker())))
                    .toList();
            double end = waveform.durationSeconds();
            List<Turn> reference =
                    DiarizationErrorRate.rttm(SharedFolder.require("golden", "speakers", "expected", name + ".rttm"));
            assertThat(DiarizationErrorRate.of(reference, found, end, 0).percent())
                    .as("percent that differs from the reference's turns")
                    .isLessThanOrEqualTo(TURNS_APART);
            if (expected.has("der")) {
                List<Turn> truth = DiarizationErrorRate.truth(audio.resolveSibling(name + ".json"));
                assertThat(DiarizationErrorRate.of(truth, found, end, 0).percent())
                        .as("error rate against the truth")
                        .isBetween(
                                expected.path("der").asDouble() - RATES_APART,
                                expected.path("der").asDouble() + RATES_APART);
            }
            assertWords(name, told);
        }
    }

    private static void assertWords(String name, Diarization told) {
        JsonNode words = Golden.json(SharedFolder.require("golden", "speakers", "words.json"))
                .path(name);
        if (!words.isMissingNode()) {
            WordSpeakersFidelityTest.assertChoices(words, told, 0.02);
        }
    }

    private static Diarization told(SpeakerThread speakers, Waveform waveform) {
        SpeakerAnalysis analysis = speakers.analyzer().analyze(waveform, part -> {}, new Cancellation());
        return Diarizer.diarize(analysis, SpeakerBounds.AUTOMATIC, new Cancellation());
    }

    private static Path audio(String name) {
        Path root = SharedFolder.require("audio");
        return Stream.of("%s.flac", "mixes/%s.flac", "mixes/%s.opus", "spoken/%s.flac", "real/en/%s.flac")
                .map(pattern -> root.resolve(pattern.formatted(name)))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no recording " + name));
    }
}
