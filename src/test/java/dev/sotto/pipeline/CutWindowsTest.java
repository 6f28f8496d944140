package dev.sotto.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.testing.ScriptedEngine;
import dev.sotto.transcript.AudioContext;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.PartialTranscript;
import dev.sotto.transcript.ResumePoint;
import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.TranscriptionListener;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.whisper.decode.CompressionRatio;
import dev.sotto.whisper.decode.DecodingResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Windows without the silence behind their sound, on an engine that answers what the test wants. */
@Timeout(60)
class CutWindowsTest {
    private static final int ALL = 1500;

    /** Nothing but the sound: of four windows that are a little shorter than 30 s, each is cut. */
    private static final WindowLength CUT = new WindowLength(ALL, 0, 1);

    private final ScriptedEngine engine = ScriptedEngine.ofShippedModel();
    private final List<Double> temperatures = new ArrayList<>();

    @Test
    void cut_window_whose_answer_passes_every_check_is_heard_once() {
        engine.script = (window, task) -> engine.result(0, " Window " + window + ".", 29.2, -0.2);
        assertThat(run(CUT).text()).isEqualTo("Window 0. Window 1. Window 2. Window 3.");
        assertThat(engine.positions()).hasSize(4).allMatch(positions -> positions > 1400 && positions < ALL);
        assertThat(engine.openWindows()).isZero();
    }

    static Stream<UnaryOperator<DecodingResult>> doubts() {
        return Stream.of(
                result -> with(result, "oh, ".repeat(60), -0.2, 0.01, false),
                result -> with(result, result.text(), -1.2, 0.01, false),
                result -> with(result, result.text(), -1.2, 0.9, false),
                result -> with(result, result.text(), -0.2, 0.01, true),
                result -> with(result, "", -0.2, 0.01, false));
    }

    private static DecodingResult with(
            DecodingResult result, String text, double logProbability, double noSpeech, boolean cutOff) {
        return new DecodingResult(
                result.tokens(),
                text,
                logProbability,
                noSpeech,
                result.temperature(),
                CompressionRatio.of(text),
                cutOff);
    }

    /** A loop, an improbable text, silence where somebody was heard, a text without room, no text. */
    @ParameterizedTest
    @MethodSource("doubts")
    void cut_window_whose_answer_is_doubtful_is_heard_whole_before_any_higher_temperature(
            UnaryOperator<DecodingResult> doubt) {
        engine.script = (window, task) -> {
            temperatures.add(task.temperature());
            boolean isWhole = engine.positions().get(window) == ALL;
            DecodingResult result = engine.result(task.temperature(), isWhole ? " Whole." : " Cut.", 29.2, -0.2);
            return isWhole ? result : doubt.apply(result);
        };
        assertThat(run(CUT).segments()).extracting(Segment::text).containsOnly(" Whole.");
        assertThat(engine.positions())
                .hasSize(8)
                .filteredOn(positions -> positions == ALL)
                .hasSize(4);
        assertThat(temperatures).hasSize(8).containsOnly(0.0);
        assertThat(engine.openWindows()).isZero();
    }

    @Test
    void the_ladder_is_climbed_with_the_whole_window() {
        engine.script = (window, task) -> {
            temperatures.add(task.temperature());
            return engine.result(
                    task.temperature(), " At " + task.temperature(), 29.2, task.temperature() < 0.4 ? -1.5 : -0.2);
        };
        assertThat(run(CUT).segments()).extracting(Segment::text).containsOnly(" At 0.4");
        assertThat(temperatures)
                .hasSize(16)
                .isSorted()
                .filteredOn(Double.valueOf(0.2)::equals)
                .hasSize(4);
        assertThat(engine.positions()).hasSize(8);
    }

    @Test
    void with_the_setting_full_each_window_is_heard_whole_and_no_doubt_asks_for_it_again() {
        engine.script = (window, task) -> engine.result(task.temperature(), " Doubtful.", 29.2, -1.5);
        run(WindowLength.of(AudioContext.FULL, engine.model()));
        assertThat(engine.positions()).containsExactly(ALL, ALL, ALL, ALL);
    }

    /** The server dies while the window behind the one that was kept is heard whole. */
    @Test
    void run_that_died_between_the_two_hearings_of_a_window_goes_on_as_one_that_did_not() {
        engine.script = (window, task) -> engine.result(
                0,
                engine.positions().get(window) == ALL ? " Whole." : " Cut.",
                29.2,
                engine.positions().get(window) == ALL ? -0.2 : -1.5);
        List<Segment> heard = new ArrayList<>();
        List<PartialTranscript> kept = new ArrayList<>();
        Transcript whole = run(CUT, Optional.empty(), new TranscriptionListener() {
            @Override
            public void segment(Segment segment) {
                heard.add(segment);
            }

            @Override
            public void finished(ResumePoint point) {
                kept.add(new PartialTranscript(point, List.copyOf(heard)));
            }
        });
        assertThat(kept).isNotEmpty();
        for (PartialTranscript part : kept) {
            Transcript resumed = run(CUT, Optional.of(part), TranscriptionListener.NONE);
            assertThat(resumed).isEqualTo(whole);
        }
    }

    private Transcript run(WindowLength length) {
        return run(length, Optional.empty(), TranscriptionListener.NONE);
    }

    private Transcript run(WindowLength length, Optional<PartialTranscript> finished, TranscriptionListener listener) {
        TranscriptionOptions options = TranscriptionOptions.DEFAULTS;
        DecodingJob job = new DecodingJob(engine, "en", options, length, new Cancellation());
        return new BatchedRun(UnbrokenSpeech.ofTwoMinutes(options), job, listener).run(Optional.empty(), finished);
    }
}
