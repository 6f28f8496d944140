package dev.sotto.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.audio.Waveform;
import dev.sotto.audio.Waveforms;
import dev.sotto.format.stored.StoredResume;
import dev.sotto.format.stored.StoredTranscript;
import dev.sotto.testing.ScriptedEngine;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.FallbackOptions;
import dev.sotto.transcript.PartialTranscript;
import dev.sotto.transcript.PromptOptions;
import dev.sotto.transcript.ResumePoint;
import dev.sotto.transcript.Segment;
import dev.sotto.transcript.TimeSpan;
import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.TranscriptionListener;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.whisper.decode.DecodingResult;
import dev.sotto.whisper.decode.DecodingTask;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A run that is cut off behind any window and goes on from what was kept, as JSON, ends as one that was not. The engine
 * answers out of what it is asked (prompt, seed, temperature), so that any difference in state becomes one in text.
 */
@Timeout(60)
class ResumeTest {
    /** Has no state but the count of windows. */
    private static final ScriptedEngine ENGINE = ScriptedEngine.ofShippedModel();

    private static final int TEN_MINUTES = 600 * 31;

    static {
        ENGINE.script = (window, task) -> answer(task);
    }

    /** Where each window ended, and what had been heard by then. */
    private static final class Cuts implements TranscriptionListener {
        private final List<Segment> heard = new ArrayList<>();
        private final List<PartialTranscript> all = new ArrayList<>();
        private final List<Double> progress = new ArrayList<>();

        Cuts(Optional<PartialTranscript> finished) {
            finished.ifPresent(part -> heard.addAll(part.segments()));
        }

        @Override
        public void segment(Segment segment) {
            heard.add(segment);
        }

        @Override
        public void progress(double secondsDone, double secondsTotal) {
            progress.add(secondsDone);
        }

        @Override
        public void finished(ResumePoint point) {
            all.add(new PartialTranscript(
                    StoredResume.read(StoredResume.write(point)),
                    StoredTranscript.readSegments(StoredTranscript.writeSegments(heard))));
        }
    }

    static Stream<TranscriptionOptions> options() {
        return Stream.of(
                TranscriptionOptions.DEFAULTS,
                TranscriptionOptions.builder()
                        .fallback(FallbackOptions.builder().seed(9).build())
                        .prompt(PromptOptions.builder()
                                .conditionOnPreviousText(false)
                                .build())
                        .build(),
                TranscriptionOptions.builder()
                        .prompt(PromptOptions.builder()
                                .initialPrompt("Names: Sotto, Voce.")
                                .carryInitialPrompt(true)
                                .hotwords("Sotto")
                                .build())
                        .build(),
                TranscriptionOptions.builder()
                        .prompt(PromptOptions.builder()
                                .prefix("And so")
                                .initialPrompt("word ".repeat(300))
                                .carryInitialPrompt(true)
                                .build())
                        .build(),
                TranscriptionOptions.builder()
                        .clips(List.of(
                                new TimeSpan(3, 70),
                                new TimeSpan(200, 215),
                                new TimeSpan(90, Double.POSITIVE_INFINITY)))
                        .build());
    }

    @ParameterizedTest
    @MethodSource("options")
    void sequential_mode_goes_on_behind_any_window_as_if_nothing_had_happened(TranscriptionOptions options) {
        checkEveryCut((finished, listener) -> new SequentialTranscriber(ENGINE)
                .transcribe(recording(), options, finished, listener, new Cancellation()));
    }

    @ParameterizedTest
    @MethodSource("options")
    void batched_mode_goes_on_behind_any_window_as_if_nothing_had_happened(TranscriptionOptions options) {
        float[] probabilities = new float[TEN_MINUTES];
        Arrays.fill(probabilities, 0.9f);
        checkEveryCut((finished, listener) -> {
            SpokenParts parts =
                    SpokenParts.of(recording(), new SpeechSearch.Heard(probabilities, List.of()), options, true);
            SpokenLanguage english = new SpokenLanguage("en", OptionalDouble.of(0.75));
            return new BatchedRun(parts, new DecodingJob(ENGINE, english, options, new Cancellation()), listener)
                    .run(Optional.empty(), finished);
        });
    }

    @Test
    void what_is_kept_of_a_long_prompt_is_bounded() {
        PromptHistory history = new PromptHistory(List.of(1, 2, 3), false, 223);
        for (int i = 0; i < 10_000; i++) {
            history.add(List.of(i, i + 1));
        }
        assertThat(history.remembered()).hasSize(223).endsWith(9_999, 10_000);
    }

    private static void checkEveryCut(BiFunction<Optional<PartialTranscript>, Cuts, Transcript> run) {
        Cuts cuts = new Cuts(Optional.empty());
        Transcript whole = run.apply(Optional.empty(), cuts);
        assertThat(cuts.all).isNotEmpty();
        for (PartialTranscript cut : cuts.all) {
            Cuts later = new Cuts(Optional.of(cut));
            assertThat(run.apply(Optional.of(cut), later))
                    .as("from %s", cut.resume())
                    .isEqualTo(whole);
            assertThat(later.heard).isEqualTo(cuts.heard);
            assertThat(later.progress).isSorted();
        }
    }

    private static Waveform recording() {
        return Waveforms.ofSamples(new short[TEN_MINUTES * 512]);
    }

    /** Some attempts are refused, some windows end early. */
    private static DecodingResult answer(DecodingTask task) {
        Random random = new Random(Arrays.hashCode(task.tokens()) * 31L + task.seed());
        String text = " word" + random.nextInt(1000) + " and" + random.nextInt(1000);
        double end = 20 + random.nextInt(400) / 50.0;
        return ENGINE.result(task.temperature(), text, end, random.nextInt(3) == 0 ? -1.4 : -0.3);
    }
}
