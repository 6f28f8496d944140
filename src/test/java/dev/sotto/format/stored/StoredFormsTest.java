package dev.sotto.format.stored;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sotto.format.DocumentOptions;
import dev.sotto.format.TranscriptFormat;
import dev.sotto.transcript.MediaOptions;
import dev.sotto.transcript.Mode;
import dev.sotto.transcript.ResumePoint;
import dev.sotto.transcript.SearchOptions;
import dev.sotto.transcript.Segment;
import dev.sotto.transcript.SpeechOptions;
import dev.sotto.transcript.Task;
import dev.sotto.transcript.TimeSpan;
import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.transcript.VoiceActivity;
import dev.sotto.transcript.Word;
import dev.sotto.transcript.WordOptions;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What a job keeps comes back equal. */
class StoredFormsTest {
    private static final TranscriptionOptions NOTHING_USUAL = TranscriptionOptions.builder()
            .task(Task.TRANSLATE)
            .language("de")
            .initialPrompt("Größe, \"東京\"\n")
            .carryInitialPrompt(true)
            .conditionOnPreviousText(false)
            .temperatures(List.of(0.1, 0.30000000000000004))
            .compressionRatioThreshold(OptionalDouble.empty())
            .logProbabilityThreshold(OptionalDouble.of(Double.NEGATIVE_INFINITY))
            .noSpeechThreshold(OptionalDouble.of(0.7))
            .clips(List.of(new TimeSpan(1.5, 2), new TimeSpan(7, Double.POSITIVE_INFINITY)))
            .withoutTimestamps(true)
            .maxInitialTimestampSeconds(OptionalDouble.empty())
            .suppressTokens(List.of(1, 2))
            .seed(Long.MAX_VALUE)
            .words(new WordOptions(true, "(", ")", OptionalDouble.of(2)))
            .search(new SearchOptions(
                    OptionalInt.of(5), OptionalInt.of(3), OptionalDouble.of(1.5), OptionalDouble.of(0.5)))
            .prefix("And")
            .hotwords("Sotto")
            .promptResetOnTemperature(0.25)
            .speech(new SpeechOptions(
                    Optional.of(Mode.SEQUENTIAL),
                    Optional.of(true),
                    new VoiceActivity(0.6, OptionalDouble.of(0.2), 7, 20, 900, 30)))
            .media(new MediaOptions(OptionalInt.of(1), Optional.empty(), true, new TimeSpan(3, 9)))
            .build();

    @Test
    void every_option_comes_back_and_none_is_forgotten_here() throws Exception {
        for (RecordComponent option : TranscriptionOptions.class.getRecordComponents()) {
            assertThat(option.getAccessor().invoke(NOTHING_USUAL))
                    .as("%s must differ from its default, or this test proves nothing about it", option.getName())
                    .isNotEqualTo(option.getAccessor().invoke(TranscriptionOptions.defaults()));
        }
        DocumentOptions layout =
                new DocumentOptions(false, true, OptionalInt.of(40), OptionalInt.of(2), OptionalInt.of(7), true);
        StoredRequest request = new StoredRequest("tiny.en", TranscriptFormat.VTT, layout, NOTHING_USUAL);
        assertThat(StoredRequest.read(request.write())).isEqualTo(request);
        StoredRequest plain = new StoredRequest(
                "tiny.en", TranscriptFormat.JSON, DocumentOptions.DEFAULTS, TranscriptionOptions.defaults());
        assertThat(StoredRequest.read(plain.write())).isEqualTo(plain);
    }

    @Test
    void a_transcript_comes_back_whole() {
        Segment segment = new Segment(
                3,
                1200,
                1.0000000000000002,
                2.1,
                " Größe",
                List.of(50363, 2),
                0.2,
                Double.NEGATIVE_INFINITY,
                1.5,
                0.1,
                List.of(new Word(" Größe", 1.1, 1.9, 0.99)),
                OptionalInt.of(1));
        Transcript transcript = new Transcript(Task.TRANSLATE, "yue", 17.25, "Größe", List.of(segment));
        assertThat(StoredTranscript.read(StoredTranscript.write(transcript))).isEqualTo(transcript);
        Transcript cutOff = transcript.withWarnings(List.of("The file is cut off."));
        assertThat(StoredTranscript.read(StoredTranscript.write(cutOff))).isEqualTo(cutOff);
        assertThat(StoredTranscript.readSegments(StoredTranscript.writeSegments(List.of(segment))))
                .containsExactly(segment);
    }

    @Test
    void resume_points_come_back() {
        ResumePoint sequential = new ResumePoint.Sequential("en", -1.25, 1, 3000, List.of(5, 6), 28.5);
        ResumePoint batched = new ResumePoint.Batched("de", 12);
        assertThat(StoredResume.read(StoredResume.write(sequential))).isEqualTo(sequential);
        assertThat(StoredResume.read(StoredResume.write(batched))).isEqualTo(batched);
        assertThatThrownBy(() -> StoredResume.read("{\"mode\":\"backwards\"}"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
