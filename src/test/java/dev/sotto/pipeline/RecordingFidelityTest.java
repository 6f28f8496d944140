package dev.sotto.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sotto.audio.Waveform;
import dev.sotto.testing.Checkpoints;
import dev.sotto.testing.EngineThread;
import dev.sotto.testing.Golden;
import dev.sotto.testing.Recordings;
import dev.sotto.testing.SharedFolder;
import dev.sotto.testing.SpokenText;
import dev.sotto.testing.WordErrorRate;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.FallbackOptions;
import dev.sotto.transcript.PromptOptions;
import dev.sotto.transcript.SamplingOptions;
import dev.sotto.transcript.SearchOptions;
import dev.sotto.transcript.Segment;
import dev.sotto.transcript.SpeechOptions;
import dev.sotto.transcript.Task;
import dev.sotto.transcript.TimeSpan;
import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.TranscriptionListener;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.transcript.Word;
import dev.sotto.transcript.WordOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Whole recordings, against transcribe() of openai/whisper on the same weights, with and without words.
 *
 * <p>All cases take half an hour of a core, so a run takes every recording but not with every set of options, and of the cases
 * that write much, which take longest and differ little, one for each model and set of options;
 * {@code -Dsotto.test.recordings=all} runs every case.
 */
@Tag("inference")
@Tag("whole-recordings") // minutes: runs on the newer DJL line only
class RecordingFidelityTest {
    private static final double SCORE_TOLERANCE = 1e-3;
    private static final double TIME_TOLERANCE_SECONDS = 1e-6;
    private static final double WORD_TOLERANCE_SECONDS = 0.02 + 1e-9;

    private static final boolean IS_EVERY_CASE_WANTED = "all".equals(System.getProperty("sotto.test.recordings"));
    /** More than this is a long case. */
    private static final int MANY_TOKENS = 100;
    /** Temperature 0 without beams, and the same with the times of words, which decodes alike. */
    private static final String PLAIN = "greedy";

    private static final String PLAIN_WITH_WORDS = "greedy-words";

    /** From here on text passes twice from one window to the next. */
    private static final int SOME_WINDOWS = 3;

    /** Those of several windows first, then those of fewer tokens. */
    private static final Comparator<Path> LONG_CASES = Comparator.comparing((Path file) -> windows(file) < SOME_WINDOWS)
            .thenComparing(RecordingFidelityTest::tokens);

    private static final Path OUR_GOLDEN = Path.of("src/test/resources/golden/transcribe");
    private static final Path OUR_AUDIO = Path.of("src/test/resources/audio");

    /** Needs nothing outside the project. */
    @TestFactory
    Stream<DynamicTest> our_own_recordings_transcribe_as_the_reference() throws IOException {
        List<Path> files = goldenFiles(OUR_GOLDEN, "tiny.en");
        assertThat(files).hasSize(10);
        return cases("tiny.en", files);
    }

    @TestFactory
    Stream<DynamicTest> recordings_transcribe_as_the_reference_with_tiny_en() throws IOException {
        List<Path> ours = goldenFiles(OUR_GOLDEN, "tiny.en");
        List<Path> others = goldenFiles(SharedFolder.require("golden", "transcribe"), "tiny.en").stream()
                .filter(file -> ours.stream().noneMatch(own -> own.getFileName().equals(file.getFileName())))
                .toList();
        assertThat(others).hasSizeGreaterThan(25);
        return cases("tiny.en", ofThisRun(others));
    }

    @TestFactory
    Stream<DynamicTest> recordings_transcribe_as_the_reference_with_base() throws IOException {
        List<Path> files = goldenFiles(SharedFolder.require("golden", "transcribe"), "base");
        assertThat(files).hasSizeGreaterThan(40);
        return cases("base", ofThisRun(files));
    }

    private static Stream<DynamicTest> cases(String model, List<Path> files) {
        EngineThread engine = EngineThread.load(Checkpoints.named(model), 1);
        return files.stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> isEqual(engine, file)))
                .onClose(engine::close);
    }

    private static List<Path> goldenFiles(Path golden, String model) throws IOException {
        try (Stream<Path> all = Files.list(golden)) {
            return all.filter(file -> file.toString().contains("." + model + "."))
                    .sorted()
                    .toList();
        }
    }

    /**
     * Of the short cases of a recording the one that is checked most closely, and one of the other sets of options, by turns;
     * of the long ones with the same options the shortest of several windows.
     */
    private static List<Path> ofThisRun(List<Path> files) {
        if (IS_EVERY_CASE_WANTED) {
            return files;
        }
        Map<String, Path> longOnes = new TreeMap<>();
        Map<String, Map<String, Path>> shortOnes = new TreeMap<>(); // recording to kind to case
        for (Path file : files) {
            if (tokens(file) <= MANY_TOKENS) {
                shortOnes
                        .computeIfAbsent(recordingOf(file), unused -> new TreeMap<>())
                        .put(kind(file), file);
            } else {
                longOnes.merge(kind(file), file, (a, b) -> LONG_CASES.compare(a, b) <= 0 ? a : b);
            }
        }
        List<Path> chosen = new ArrayList<>();
        int turn = 0;
        for (Map<String, Path> kinds : shortOnes.values()) {
            Path plain = kinds.remove(PLAIN);
            Path words = kinds.remove(PLAIN_WITH_WORDS);
            if (words != null || plain != null) {
                chosen.add(words != null ? words : plain);
            }
            if (!kinds.isEmpty()) {
                chosen.add(List.copyOf(kinds.values()).get(turn++ % kinds.size()));
            }
        }
        chosen.addAll(longOnes.values());
        return chosen;
    }

    private static String recordingOf(Path file) {
        return file.getFileName().toString().split("\\.", 2)[0];
    }

    /** {@code greedy-words} of {@code NAME.MODEL.greedy-words.json}. */
    private static String kind(Path file) {
        String[] parts = file.getFileName().toString().split("\\.", -1);
        return parts[parts.length - 2];
    }

    private static int tokens(Path file) {
        int tokens = 0;
        for (JsonNode segment : Golden.json(file).path("segments")) {
            tokens += segment.path("tokens").size();
        }
        return tokens;
    }

    private static long windows(Path file) {
        return Golden.json(file).path("segments").findValuesAsText("seek").stream()
                .distinct()
                .count();
    }

    private static void isEqual(EngineThread engine, Path file) {
        JsonNode expected = Golden.json(file);
        List<Segment> heard = new ArrayList<>();
        TranscriptionListener listener = new TranscriptionListener() {
            @Override
            public void segment(Segment segment) {
                heard.add(segment);
            }
        };
        Transcript transcript;
        try (Waveform waveform =
                Recordings.decode(recording(expected.path("audio").asText()))) {
            transcript = new SequentialTranscriber(engine.engine())
                    .transcribe(waveform, options(expected.path("options")), listener, new Cancellation());
        }
        assertThat(transcript.language()).isEqualTo(expected.path("language").asText());
        assertThat(transcript.text()).isEqualTo(expected.path("text").asText().strip());
        errorRateIsTheReferencesOwn(transcript, expected);
        assertThat(heard).isEqualTo(transcript.segments());
        assertThat(transcript.segments()).hasSameSizeAs(expected.path("segments"));
        for (int i = 0; i < heard.size(); i++) {
            segmentIsEqual(heard.get(i), expected.path("segments").get(i));
        }
    }

    /** Against what was really said; {@code null} where nobody knows. */
    private static void errorRateIsTheReferencesOwn(Transcript transcript, JsonNode expected) {
        if (!expected.path("error_rate").isNumber()) {
            return;
        }
        SpokenText spoken = spoken(expected.path("audio").asText());
        assertThat(WordErrorRate.of(spoken.text(), transcript.text(), spoken.language()))
                .isCloseTo(expected.path("error_rate").asDouble(), within(SCORE_TOLERANCE));
    }

    private static Path recording(String name) {
        String ours = "spoken/";
        return name.startsWith(ours)
                ? OUR_AUDIO.resolve(name.substring(ours.length()))
                : SharedFolder.require("audio", name);
    }

    private static SpokenText spoken(String recording) {
        try {
            return SpokenText.of(recording(recording)).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void segmentIsEqual(Segment segment, JsonNode expected) {
        assertThat(segment.id()).isEqualTo(expected.path("id").asInt());
        assertThat(segment.tokens()).isEqualTo(Golden.ints(expected.path("tokens")));
        assertThat(segment.text()).isEqualTo(expected.path("text").asText());
        assertThat(segment.seekFrames()).isEqualTo(expected.path("seek").asInt());
        assertThat(segment.startSeconds()).isCloseTo(expected.path("start").asDouble(), within(TIME_TOLERANCE_SECONDS));
        assertThat(segment.endSeconds()).isCloseTo(expected.path("end").asDouble(), within(TIME_TOLERANCE_SECONDS));
        wordsAreEqual(segment, expected.path("words"));
        assertThat(segment.averageLogProbability())
                .isCloseTo(expected.path("avg_logprob").asDouble(), within(SCORE_TOLERANCE));
        assertThat(segment.noSpeechProbability())
                .isCloseTo(expected.path("no_speech_prob").asDouble(), within(SCORE_TOLERANCE));
        assertThat(segment.compressionRatio())
                .isCloseTo(expected.path("compression_ratio").asDouble(), within(SCORE_TOLERANCE));
    }

    private static void wordsAreEqual(Segment segment, JsonNode expected) {
        assertThat(segment.words().stream().map(Word::text))
                .containsExactlyElementsOf(expected.findValuesAsText("word"));
        for (int i = 0; i < expected.size(); i++) {
            Word word = segment.words().get(i);
            String label = "'%s' in segment %d".formatted(word.text(), segment.id());
            assertThat(word.startSeconds())
                    .as("start of %s", label)
                    .isCloseTo(expected.get(i).path("start").asDouble(), within(WORD_TOLERANCE_SECONDS));
            assertThat(word.endSeconds())
                    .as("end of %s", label)
                    .isCloseTo(expected.get(i).path("end").asDouble(), within(WORD_TOLERANCE_SECONDS));
            assertThat(word.probability())
                    .as("probability of %s", label)
                    .isCloseTo(expected.get(i).path("probability").asDouble(), within(SCORE_TOLERANCE));
        }
    }

    private static WordOptions words(JsonNode options) {
        if (!options.path("word_timestamps").asBoolean(false)) {
            return WordOptions.DEFAULTS;
        }
        JsonNode threshold = options.path("hallucination_silence_threshold");
        return WordOptions.TIMED.toBuilder()
                .hallucinationSilenceThreshold(
                        threshold.isNumber() ? OptionalDouble.of(threshold.asDouble()) : OptionalDouble.empty())
                .build();
    }

    private static PromptOptions prompt(JsonNode options) {
        PromptOptions.Builder prompt = PromptOptions.builder()
                .carryInitialPrompt(options.path("carry_initial_prompt").asBoolean(false))
                .conditionOnPreviousText(
                        options.path("condition_on_previous_text").asBoolean(true));
        if (options.has("initial_prompt")) {
            prompt.initialPrompt(options.path("initial_prompt").asText());
        }
        return prompt.build();
    }

    private static FallbackOptions fallback(JsonNode options) {
        return FallbackOptions.builder()
                .temperatures(List.of(options.path("temperature").asDouble()))
                .compressionRatioThreshold(threshold(options.path("compression_ratio_threshold"), 2.4))
                .logProbabilityThreshold(threshold(options.path("logprob_threshold"), -1.0))
                .noSpeechThreshold(threshold(options.path("no_speech_threshold"), 0.6))
                .build();
    }

    private static TranscriptionOptions options(JsonNode options) {
        TranscriptionOptions.Builder builder = TranscriptionOptions.builder()
                .task(options.path("task").asText("").equals("translate") ? Task.TRANSLATE : Task.TRANSCRIBE)
                .prompt(prompt(options))
                .fallback(fallback(options))
                .sampling(SamplingOptions.builder()
                        .withoutTimestamps(options.path("without_timestamps").asBoolean(false))
                        .build())
                .speech(SpeechOptions.builder().vadFilter(false).build())
                .words(words(options))
                .search(new SearchOptions(
                        options.has("beam_size")
                                ? OptionalInt.of(options.path("beam_size").asInt())
                                : OptionalInt.empty(),
                        OptionalInt.empty(),
                        OptionalDouble.empty(),
                        OptionalDouble.empty()))
                .clips(clips(options.path("clip_timestamps").asText("")));
        if (options.has("language")) {
            builder.language(options.path("language").asText());
        }
        return builder.build();
    }

    private static OptionalDouble threshold(JsonNode value, double whenAbsent) {
        return value.isNull() ? OptionalDouble.empty() : OptionalDouble.of(value.asDouble(whenAbsent));
    }

    /** {@code start,end,start,end,...}; the last end may be absent and is then the recording's. */
    private static List<TimeSpan> clips(String text) {
        List<TimeSpan> spans = new ArrayList<>();
        String[] points = text.isEmpty() ? new String[0] : text.split(",");
        for (int i = 0; i < points.length; i += 2) {
            double end = i + 1 < points.length ? Double.parseDouble(points[i + 1]) : Double.POSITIVE_INFINITY;
            spans.add(new TimeSpan(Double.parseDouble(points[i]), end));
        }
        return spans;
    }
}
