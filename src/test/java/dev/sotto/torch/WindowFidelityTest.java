package dev.sotto.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sotto.audio.Waveform;
import dev.sotto.model.ModelConfig;
import dev.sotto.testing.Checkpoints;
import dev.sotto.testing.EngineThread;
import dev.sotto.testing.Golden;
import dev.sotto.testing.Recordings;
import dev.sotto.testing.SharedFolder;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.SamplingOptions;
import dev.sotto.transcript.SearchOptions;
import dev.sotto.transcript.Task;
import dev.sotto.whisper.AudioFeatures;
import dev.sotto.whisper.EncodedWindow;
import dev.sotto.whisper.decode.DecodingOptions;
import dev.sotto.whisper.decode.DecodingResult;
import dev.sotto.whisper.decode.DecodingSearch;
import dev.sotto.whisper.decode.DecodingTasks;
import dev.sotto.whisper.mel.FrameBlock;
import dev.sotto.whisper.mel.Frames;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One window of a real recording through real and made-up checkpoints, against values of openai/whisper on the same
 * weights: spectrogram, encoder, logits, languages and every decoding case.
 */
@Tag("inference")
class WindowFidelityTest {
    private static final double MEL_TOLERANCE = 1e-4;
    private static final double ENCODER_TOLERANCE = 2e-3;
    private static final double LOGIT_TOLERANCE = 5e-3;
    private static final double LOG_PROBABILITY_TOLERANCE = 1e-3;

    /** All of them, unless the property names some: the whole takes minutes. */
    private static List<String> checkpoints() {
        String all = "tiny.en,base,random-tiny,random-tiny.en,random-tiny-v3";
        return List.of(System.getProperty("sotto.test.checkpoints", all).split(","));
    }

    @ParameterizedTest
    @MethodSource("checkpoints")
    void a_window_decodes_as_the_reference_decodes_it(String name) {
        Path goldenJson = SharedFolder.require("golden", "decode", name + ".json");
        Path goldenTensors = SharedFolder.require("golden", "decode", name + ".safetensors");
        Path audio = SharedFolder.require("audio", "jfk.flac");
        JsonNode golden = Golden.json(goldenJson);
        try (EngineThread engine = EngineThread.load(Checkpoints.named(name), 2);
                Waveform waveform = Recordings.decode(audio)) {
            FrameBlock block = new Frames(waveform).block(0, Frames.PER_WINDOW);
            double peak = engine.engine().logMelPeak(block).join();
            ModelConfig model = engine.engine().model();
            engine.with(network -> {
                TorchWhisper torch = (TorchWhisper) network;
                spectrogramIsEqual(torch.logMel(block, peak), Golden.tensor(goldenTensors, "mel"), model);
                try (AudioFeatures features = torch.encode(block, peak)) {
                    encoderIsEqual(TorchWhisper.values(features), goldenTensors, model);
                    int[] forced = Golden.ints(golden.path("forced_tokens")).stream()
                            .mapToInt(Integer::intValue)
                            .toArray();
                    logitsAreEqual(torch.forcedLogits(features, forced), golden.path("logits"), model);
                }
                return null;
            });
            try (EncodedWindow window = engine.engine().encode(block, peak).join()) {
                languagesAreEqual(engine, window, golden.path("language"));
                casesAreEqual(engine, window, golden.path("decode"));
            }
        }
    }

    private static void spectrogramIsEqual(float[] mel, float[] golden, ModelConfig model) {
        int bins = model.dimensions().melBins();
        int frames = golden.length / bins; // the reference keeps only those that hold audio
        for (int bin = 0; bin < bins; bin++) {
            for (int frame = 0; frame < frames; frame++) {
                assertThat((double) mel[bin * Frames.PER_WINDOW + frame])
                        .as("mel bin %d, frame %d", bin, frame)
                        .isCloseTo(golden[bin * frames + frame], within(MEL_TOLERANCE));
            }
        }
    }

    private static void encoderIsEqual(float[] features, Path goldenTensors, ModelConfig model) {
        int width = model.dimensions().width();
        float[] first = Golden.tensor(goldenTensors, "encoder.first8");
        for (int i = 0; i < first.length; i++) {
            assertThat((double) features[i / 8 * width + i % 8])
                    .as("encoder row %d, column %d", i / 8, i % 8)
                    .isCloseTo(first[i], within(ENCODER_TOLERANCE));
        }
        float[] rows = Golden.tensor(goldenTensors, "encoder.rows");
        for (int i = 0; i < rows.length; i++) {
            assertThat((double) features[i / width * 100 * width + i % width])
                    .as("encoder row %d, column %d", i / width * 100, i % width)
                    .isCloseTo(rows[i], within(ENCODER_TOLERANCE));
        }
    }

    private static void logitsAreEqual(float[] logits, JsonNode golden, ModelConfig model) {
        int vocabulary = model.dimensions().vocabularySize();
        for (int position = 0; position < golden.size(); position++) {
            float[] row = Arrays.copyOfRange(logits, position * vocabulary, (position + 1) * vocabulary);
            assertThat(logSumExp(row))
                    .as("log-sum-exp at position %d", position)
                    .isCloseTo(golden.get(position).path("logsumexp").asDouble(), within(LOGIT_TOLERANCE));
            for (JsonNode best : golden.get(position).path("top")) {
                assertThat((double) row[best.get(0).asInt()])
                        .as("logit of token %d at position %d", best.get(0).asInt(), position)
                        .isCloseTo(best.get(1).asDouble(), within(LOGIT_TOLERANCE));
            }
        }
    }

    private static double logSumExp(float[] row) {
        double sum = 0;
        for (float value : row) {
            sum += Math.exp(value);
        }
        return Math.log(sum);
    }

    private static void languagesAreEqual(EngineThread engine, EncodedWindow window, JsonNode golden) {
        assertThat(engine.engine().model().multilingual()).isEqualTo(golden.isArray());
        if (!golden.isArray()) {
            return;
        }
        var detection = engine.engine().detectLanguage(window).join();
        assertThat(detection.language()).isEqualTo(golden.get(0).get(0).asText());
        Map<String, Double> probabilities = detection.probabilities();
        for (JsonNode pair : golden) {
            assertThat(probabilities.get(pair.get(0).asText()))
                    .as("probability of %s", pair.get(0).asText())
                    .isCloseTo(pair.get(1).asDouble(), within(LOG_PROBABILITY_TOLERANCE));
        }
    }

    private static void casesAreEqual(EngineThread engine, EncodedWindow window, JsonNode cases) {
        var tasks = new DecodingTasks(engine.engine().model(), engine.engine().tokenizer());
        assertThat(cases).hasSizeGreaterThanOrEqualTo(16);
        for (JsonNode one : cases) {
            DecodingResult result = engine.engine()
                    .decode(window, tasks.of(options(one.path("options"))), new Cancellation())
                    .join();
            String label = one.path("case").asText();
            assertThat(result.tokens()).as("tokens of '%s'", label).isEqualTo(Golden.ints(one.path("tokens")));
            assertThat(result.text())
                    .as("text of '%s'", label)
                    .isEqualTo(one.path("text").asText());
            assertClose(result.averageLogProbability(), one.path("avg_logprob"), label);
            assertClose(result.noSpeechProbability(), one.path("no_speech_prob"), label);
            assertClose(result.compressionRatio(), one.path("compression_ratio"), label);
        }
    }

    private static void assertClose(double seen, JsonNode expected, String label) {
        assertThat(seen).as("a score of '%s'", label).isCloseTo(expected.asDouble(), within(LOG_PROBABILITY_TOLERANCE));
    }

    private static DecodingOptions options(JsonNode options) {
        JsonNode sampleLength = options.path("sample_len");
        JsonNode initial = options.path("max_initial_timestamp");
        String suppress = options.path("suppress_tokens").asText("-1");
        return new DecodingOptions(
                options.path("task").asText("").equals("translate") ? Task.TRANSLATE : Task.TRANSCRIBE,
                options.path("language").asText("en"),
                Golden.ints(options.path("prompt")),
                Golden.ints(options.path("prefix")),
                new SamplingOptions(
                        options.path("without_timestamps").asBoolean(false),
                        initial.isNull() ? OptionalDouble.empty() : OptionalDouble.of(initial.asDouble(1.0)),
                        Arrays.stream(suppress.split(","))
                                .filter(id -> !id.isEmpty())
                                .map(Integer::valueOf)
                                .toList()),
                0,
                0,
                DecodingSearch.of(search(options), 0),
                sampleLength.isInt() ? OptionalInt.of(sampleLength.asInt()) : OptionalInt.empty(),
                options.path("suppress_blank").asBoolean(true));
    }

    private static SearchOptions search(JsonNode options) {
        JsonNode beams = options.path("beam_size");
        return new SearchOptions(
                beams.isInt() ? OptionalInt.of(beams.asInt()) : OptionalInt.empty(),
                OptionalInt.empty(),
                optional(options.path("patience")),
                optional(options.path("length_penalty")));
    }

    private static OptionalDouble optional(JsonNode number) {
        return number.isNumber() ? OptionalDouble.of(number.asDouble()) : OptionalDouble.empty();
    }
}
