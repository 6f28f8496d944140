package dev.sotto.diarize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sotto.testing.Golden;
import dev.sotto.testing.GoldenTensors;
import dev.sotto.testing.SharedFolder;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Words of real transcripts get the speakers, the certainty and the overlaps that the reference gives them. */
class WordSpeakersFidelityTest {
    private final JsonNode recordings = Golden.json(SharedFolder.require("golden", "speakers", "words.json"));
    private final JsonNode pipeline = Golden.json(SharedFolder.require("golden", "speakers", "pipeline.json"));

    @TestFactory
    Stream<DynamicTest> words_have_the_speakers_of_the_reference() {
        return Stream.of("two-speakers", "four-speakers-overlap", "m1-two-voices")
                .map(name -> DynamicTest.dynamicTest(name, () -> isAlike(name)));
    }

    private void isAlike(String name) {
        GoldenTensors golden =
                GoldenTensors.read(SharedFolder.require("golden", "speakers", "pipeline-" + name + ".safetensors"));
        SpeakerAnalysis analysis =
                GoldenAnalysis.of(golden, pipeline.path(name).path("samples").asLong());
        Diarization told = Diarizer.diarize(analysis, SpeakerBounds.AUTOMATIC, new Cancellation());
        assertChoices(recordings.path(name), told, 1e-3);
    }

    /** Also of use to whoever has the networks of their own hear the recording. */
    static void assertChoices(JsonNode recording, Diarization told, double tolerance) {
        List<Word> words = new ArrayList<>();
        for (JsonNode word : recording.path("words")) {
            words.add(new Word(
                    " " + word.path("w").asText(),
                    word.path("start").asDouble(),
                    word.path("end").asDouble(),
                    1));
        }
        List<SpeakerChoice> choices = WordSpeakers.of(words, told);
        assertThat(choices).hasSize(recording.path("words").size()).hasSizeGreaterThan(100);
        for (int i = 0; i < choices.size(); i++) {
            JsonNode expected = recording.path("words").path(i);
            SpeakerChoice choice = choices.get(i);
            assertThat(choice.speaker())
                    .as("word %d", i)
                    .hasValue(expected.path("speaker").asInt());
            assertThat(choice.confidence())
                    .as("word %d", i)
                    .isCloseTo(expected.path("confidence").asDouble(), within(tolerance));
            assertThat(choice.others()).as("word %d", i).isEqualTo(Golden.ints(expected.path("others")));
            assertThat(choice.overlap())
                    .as("word %d", i)
                    .isEqualTo(expected.path("overlap").asBoolean());
        }
    }
}
