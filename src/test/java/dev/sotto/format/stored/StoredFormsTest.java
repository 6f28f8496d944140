package dev.sotto.format.stored;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sotto.format.DocumentOptions;
import dev.sotto.format.SubtitlePolicy;
import dev.sotto.format.TranscriptFormat;
import dev.sotto.transcript.AlignmentOptions;
import dev.sotto.transcript.ChineseScript;
import dev.sotto.transcript.FallbackOptions;
import dev.sotto.transcript.KnownVoice;
import dev.sotto.transcript.KnownVoices;
import dev.sotto.transcript.MediaOptions;
import dev.sotto.transcript.Mode;
import dev.sotto.transcript.PromptOptions;
import dev.sotto.transcript.ResumePoint;
import dev.sotto.transcript.SaidBy;
import dev.sotto.transcript.SamplingOptions;
import dev.sotto.transcript.SearchOptions;
import dev.sotto.transcript.Segment;
import dev.sotto.transcript.SpeakerOptions;
import dev.sotto.transcript.SpeakerWork;
import dev.sotto.transcript.Speakers;
import dev.sotto.transcript.SpeechOptions;
import dev.sotto.transcript.Task;
import dev.sotto.transcript.TimeSpan;
import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.transcript.VoiceActivity;
import dev.sotto.transcript.Warning;
import dev.sotto.transcript.WarningCode;
import dev.sotto.transcript.Word;
import dev.sotto.transcript.WordOptions;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a job keeps comes back equal. */
class StoredFormsTest {
    /** What {@code version1/request-every-option.json} asks for; an option of a later version has its default here. */
    private static final TranscriptionOptions VERSION_1 = TranscriptionOptions.builder()
            .task(Task.TRANSLATE)
            .language("de")
            .clips(List.of(new TimeSpan(1.5, 2), new TimeSpan(7, Double.POSITIVE_INFINITY)))
            .prompt(PromptOptions.builder()
                    .initialPrompt("Größe, \"東京\"\n")
                    .carryInitialPrompt(true)
                    .conditionOnPreviousText(false)
                    .promptResetOnTemperature(0.25)
                    .hotwords("Sotto")
                    .prefix("And")
                    .build())
            .fallback(FallbackOptions.builder()
                    .temperatures(List.of(0.1, 0.30000000000000004))
                    .compressionRatioThreshold(OptionalDouble.empty())
                    .logProbabilityThreshold(OptionalDouble.of(Double.NEGATIVE_INFINITY))
                    .noSpeechThreshold(OptionalDouble.of(0.7))
                    .seed(Long.MAX_VALUE)
                    .build())
            .sampling(SamplingOptions.builder()
                    .withoutTimestamps(true)
                    .maxInitialTimestampSeconds(OptionalDouble.empty())
                    .suppressTokens(List.of(1, 2))
                    .build())
            .words(WordOptions.builder()
                    .timestamps(true)
                    .prependPunctuations("(")
                    .appendPunctuations(")")
                    .hallucinationSilenceThreshold(OptionalDouble.of(2))
                    .build())
            .search(SearchOptions.builder()
                    .beamSize(OptionalInt.of(5))
                    .bestOf(OptionalInt.of(3))
                    .patience(OptionalDouble.of(1.5))
                    .lengthPenalty(OptionalDouble.of(0.5))
                    .build())
            .speech(SpeechOptions.builder()
                    .mode(Mode.SEQUENTIAL)
                    .vadFilter(true)
                    .activity(VoiceActivity.builder()
                            .threshold(0.6)
                            .negativeThreshold(OptionalDouble.of(0.2))
                            .minSpeechMillis(7)
                            .maxSpeechSeconds(20)
                            .minSilenceMillis(900)
                            .padMillis(30)
                            .build())
                    .build())
            .media(MediaOptions.of("1", true, new TimeSpan(3, 9)))
            .build();

    private static final KnownVoices KNOWN = new KnownVoices(
            List.of(
                    new KnownVoice("Anna", KnownVoice.Origin.CLIP, "ab12"),
                    new KnownVoice("Bo", KnownVoice.Origin.LIBRARY, "voice_1")),
            List.of("Bo"));

    /** That, and a value that is not the default for every option of a later version. */
    private static final TranscriptionOptions NOTHING_USUAL = VERSION_1.toBuilder()
            .speakers(new SpeakerOptions(
                    true, OptionalInt.empty(), OptionalInt.of(2), OptionalInt.of(5), SpeakerWork.ALONE, KNOWN))
            .languages(List.of("de", "fr"))
            .languagePerWindow(true)
            .script(Optional.of(ChineseScript.TRADITIONAL))
            .speech(VERSION_1.speech().toBuilder().mode(Mode.BATCHED).build())
            .build();

    /** Of what excludes each other, one stands in place of the other; a test below has the other. */
    private static final Set<String> LEFT_AS_THEY_ARE =
            Set.of("media.trackLanguage", "speakers.count", "alignment.text");

    private static final DocumentOptions LAYOUT =
            new DocumentOptions(false, true, OptionalInt.of(40), OptionalInt.of(2), OptionalInt.of(7), true);
    private static final Segment WHOLE = new Segment(
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
                    List.of(new Word(" Größe", 1.1, 1.9, 0.99)))
            .ofChannel(1);
    private static final SaidBy SAID_BY = new SaidBy(Optional.of("B"), 0.75, List.of("A"), true);
    private static final Segment PLAIN =
            new Segment(4, 4200, 42, 43.5, " x", List.of(7), 0, -0.25, 0.75, Double.NaN, List.of());

    @Test
    void every_option_comes_back_and_none_is_forgotten_here() throws Exception {
        assertDiffer("", NOTHING_USUAL, TranscriptionOptions.DEFAULTS);
        StoredRequest request =
                new StoredRequest("tiny.en", TranscriptFormat.VTT, LAYOUT.scoring(true), NOTHING_USUAL, "openai");
        assertThat(StoredRequest.read(request.write())).isEqualTo(request);
        SpeakerOptions counted = new SpeakerOptions(
                true, OptionalInt.of(3), OptionalInt.empty(), OptionalInt.empty(), SpeakerWork.WITH_TEXT);
        StoredRequest three = new StoredRequest(
                "tiny.en",
                TranscriptFormat.RTTM,
                LAYOUT,
                NOTHING_USUAL.toBuilder().speakers(counted).build(),
                "openai");
        assertThat(StoredRequest.read(three.write())).isEqualTo(three);
        TranscriptionOptions aligned = TranscriptionOptions.builder()
                .alignment(new AlignmentOptions(Optional.of("Größe,\n\"said\"")))
                .build();
        StoredRequest given = new StoredRequest("base", TranscriptFormat.ALIGNED_JSON, LAYOUT, aligned, "openai");
        assertThat(StoredRequest.read(given.write())).isEqualTo(given);
        StoredRequest plain = new StoredRequest(
                "tiny.en", TranscriptFormat.JSON, DocumentOptions.DEFAULTS, TranscriptionOptions.DEFAULTS, "sotto");
        assertThat(StoredRequest.read(plain.write())).isEqualTo(plain);
        SubtitlePolicy policy =
                new SubtitlePolicy(OptionalDouble.of(6), OptionalDouble.of(17), OptionalDouble.of(0.08));
        DocumentOptions timed = new DocumentOptions(
                true, true, OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty(), false, policy);
        StoredRequest slow =
                new StoredRequest("tiny.en", TranscriptFormat.ASS, timed, TranscriptionOptions.DEFAULTS, "sotto");
        assertThat(StoredRequest.read(slow.write())).isEqualTo(slow);
    }

    @Test
    void a_word_that_is_not_said_comes_back() {
        Segment segment = PLAIN.timed(1, 2, List.of(new Word(" a", 1, 2, 0.5), Word.absent(" b", 2)));
        assertThat(StoredTranscript.readSegments(StoredTranscript.writeSegments(List.of(segment))))
                .containsExactly(segment);
    }

    private static void assertDiffer(String group, Record unusual, Record usual) throws Exception {
        for (RecordComponent option : unusual.getClass().getRecordComponents()) {
            Object seen = option.getAccessor().invoke(unusual);
            Object other = option.getAccessor().invoke(usual);
            String name = group + option.getName();
            if (seen instanceof Record inner && !(seen instanceof TimeSpan)) {
                assertDiffer(name + ".", inner, (Record) other);
            } else if (!LEFT_AS_THEY_ARE.contains(name)) {
                assertThat(seen)
                        .as("%s must differ from its default, or this test proves nothing about it", name)
                        .isNotEqualTo(other);
            }
        }
    }

    @Test
    void the_same_is_asked_whichever_surface_took_the_request() {
        StoredRequest one =
                new StoredRequest("base", TranscriptFormat.JSON, LAYOUT, TranscriptionOptions.DEFAULTS, "openai");
        StoredRequest other =
                new StoredRequest("base", TranscriptFormat.JSON, LAYOUT, TranscriptionOptions.DEFAULTS, "sotto");
        StoredRequest third = new StoredRequest("base", TranscriptFormat.JSON, LAYOUT, NOTHING_USUAL, "sotto");
        assertThat(one.identity()).isEqualTo(other.identity()).isNotEqualTo(third.identity());
        assertThat(one.write()).isNotEqualTo(other.write());
    }

    @Test
    void requests_of_the_first_version_are_read() throws Exception {
        assertThat(StoredRequest.read(version1("request-every-option")))
                .isEqualTo(new StoredRequest("tiny.en", TranscriptFormat.VTT, LAYOUT, VERSION_1, "unknown"));
        assertThat(StoredRequest.read(version1("request-defaults")))
                .isEqualTo(new StoredRequest(
                        "tiny.en",
                        TranscriptFormat.JSON,
                        DocumentOptions.DEFAULTS,
                        TranscriptionOptions.DEFAULTS,
                        "unknown"));
        FallbackOptions unchecked = FallbackOptions.builder()
                .compressionRatioThreshold(OptionalDouble.empty())
                .logProbabilityThreshold(OptionalDouble.empty())
                .noSpeechThreshold(OptionalDouble.empty())
                .build();
        TranscriptionOptions checksOff = TranscriptionOptions.builder()
                .fallback(unchecked)
                .sampling(SamplingOptions.builder()
                        .maxInitialTimestampSeconds(OptionalDouble.empty())
                        .suppressTokens(List.of())
                        .build())
                .media(MediaOptions.of("ger", false, new TimeSpan(2, Double.POSITIVE_INFINITY)))
                .speech(SpeechOptions.builder()
                        .mode(Mode.BATCHED)
                        .vadFilter(false)
                        .build())
                .build();
        assertThat(StoredRequest.read(version1("request-checks-off")))
                .isEqualTo(new StoredRequest(
                        "base",
                        TranscriptFormat.VERBOSE_JSON,
                        DocumentOptions.DEFAULTS.listing(true, false),
                        checksOff,
                        "unknown"));
    }

    @Test
    void transcripts_and_resume_points_of_the_first_version_are_read() throws Exception {
        assertThat(StoredTranscript.read(version1("transcript-every-field")))
                .isEqualTo(new Transcript(Task.TRANSLATE, "yue", 17.25, "Größe", List.of(WHOLE, PLAIN))
                        .withWarnings(List.of(new Warning(WarningCode.OTHER, "The file is cut off."))));
        assertThat(StoredTranscript.read(version1("transcript-silence")))
                .isEqualTo(new Transcript(Task.TRANSCRIBE, "en", 30, "", List.of()));
        assertThat(StoredTranscript.readSegments(version1("segments"))).containsExactly(WHOLE, PLAIN);
        assertThat(StoredResume.read(version1("resume-sequential")))
                .isEqualTo(new ResumePoint.Sequential("en", -1.25, 1, 3000, List.of(5, 6), 28.5));
        assertThat(StoredResume.read(version1("resume-batched"))).isEqualTo(new ResumePoint.Batched("de", 12));
    }

    @Test
    void a_transcript_is_written_as_the_first_version_wrote_it() throws Exception {
        String text = version1("transcript-every-field");
        ObjectMapper json = new ObjectMapper();
        assertThat(json.readTree(StoredTranscript.write(StoredTranscript.read(text))))
                .isEqualTo(json.readTree(text));
    }

    @Test
    void what_a_row_lacks_is_the_default_and_what_it_has_too_much_is_passed_over() {
        assertThat(StoredRequest.read(
                        "{\"version\":2,\"model\":\"base\",\"options\":{\"seed\":7,\"of_tomorrow\":{\"a\":1}}}"))
                .isEqualTo(new StoredRequest(
                        "base",
                        TranscriptFormat.JSON,
                        DocumentOptions.DEFAULTS,
                        TranscriptionOptions.builder()
                                .fallback(FallbackOptions.builder().seed(7).build())
                                .build(),
                        "unknown"));
        assertThat(StoredTranscript.readSegments("{\"segments\":[{\"id\":1,\"speaker\":\"A\"}]}"))
                .containsExactly(new Segment(1, 0, 0, 0, "", List.of(), 0, 0, 0, 0, List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{", "{\"options\":{\"search\":{\"beam_size\":0}}}", "{\"format\":\"docm\"}"})
    void what_no_program_of_ours_wrote_is_refused(String text) {
        assertThatThrownBy(() -> StoredRequest.read(text)).isInstanceOf(IllegalArgumentException.class);
    }

    private static String version1(String name) throws IOException {
        try (InputStream file = StoredFormsTest.class.getResourceAsStream("version1/" + name + ".json")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void a_transcript_comes_back_whole() {
        Transcript transcript = new Transcript(Task.TRANSLATE, "yue", 17.25, "Größe", List.of(WHOLE));
        assertThat(StoredTranscript.read(StoredTranscript.write(transcript))).isEqualTo(transcript);
        Transcript cutOff = transcript.withWarnings(List.of(
                new Warning(WarningCode.CUT_OFF, "The file is cut off."), new Warning(WarningCode.OTHER, "Long ago.")));
        assertThat(StoredTranscript.read(StoredTranscript.write(cutOff))).isEqualTo(cutOff);
        assertThat(StoredTranscript.readSegments(StoredTranscript.writeSegments(List.of(WHOLE))))
                .containsExactly(WHOLE);
        Segment german = WHOLE.inLanguage("de");
        assertThat(StoredTranscript.readSegments(StoredTranscript.writeSegments(List.of(german))))
                .containsExactly(german);
    }

    @Test
    void a_transcript_with_speakers_comes_back_whole() {
        Word word = new Word(" Größe", 1.1, 1.9, 0.99).said(SAID_BY);
        Segment said = WHOLE.part(new TimeSpan(1, 2), " Größe", List.of(2), List.of(word), SAID_BY);
        Speakers speakers = new Speakers(
                List.of(
                        new Speakers.Summary("A", 0.5, 1, true),
                        new Speakers.Summary("B", 12.25, 3, false, OptionalDouble.of(0.75))),
                List.of(new Speakers.Turn(0.25, 0.75, "A")),
                Optional.of(Speakers.Shortfall.SPEAKER_COUNT_NOT_REACHED));
        Transcript transcript =
                new Transcript(Task.TRANSCRIBE, "de", 17.25, "Größe", List.of(WHOLE)).said(List.of(said), speakers);
        String text = StoredTranscript.write(transcript);
        assertThat(StoredTranscript.read(text)).isEqualTo(transcript);
        assertThat(text)
                .contains("\"shortfall\":\"speaker_count_not_reached\"")
                .contains("\"said_by\":{\"speaker\":\"B\"");
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
