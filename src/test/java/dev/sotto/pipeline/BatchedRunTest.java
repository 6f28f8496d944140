package dev.sotto.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sotto.fault.FaultCode;
import dev.sotto.format.stored.StoredResume;
import dev.sotto.testing.ScriptedEngine;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.FallbackOptions;
import dev.sotto.transcript.PartialTranscript;
import dev.sotto.transcript.PromptOptions;
import dev.sotto.transcript.ResumePoint;
import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.TranscriptionException;
import dev.sotto.transcript.TranscriptionListener;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.transcript.Warning;
import dev.sotto.transcript.WarningCode;
import dev.sotto.whisper.decode.DecodingResult;
import dev.sotto.whisper.decode.DecodingTask;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What happens to windows in flight, on an engine that answers in the order that the test wants. */
@Timeout(60)
class BatchedRunTest {
    /** Windows are numbered as they are encoded: four, then what is left of each. */
    private static final int FIRST_REST = 4;

    private final ScriptedEngine engine = ScriptedEngine.ofShippedModel();
    private final Cancellation cancellation = new Cancellation();
    private final List<String> heard = new ArrayList<>();
    private final List<Double> progress = new ArrayList<>();

    @Test
    void segments_come_in_order_whatever_the_order_of_the_answers() {
        engine.answerLastFirst = true;
        engine.script = (window, task) -> engine.result(0, " Window " + window + ".", 29.2, -0.2);
        Transcript transcript = run(TranscriptionOptions.DEFAULTS);
        assertThat(transcript.text()).isEqualTo("Window 0. Window 1. Window 2. Window 3.");
        assertThat(heard).containsExactly(" Window 0.", " Window 1.", " Window 2.", " Window 3.");
        assertThat(transcript.segments()).extracting(Segment::id).containsExactly(0, 1, 2, 3);
        assertThat(transcript.segments()).extracting(Segment::startSeconds).isSorted();
        assertThat(progress).isSorted().startsWith(0.0).endsWith(transcript.durationSeconds());
        assertThat(engine.openWindows()).isZero();
    }

    @Test
    void a_window_that_fails_its_checks_climbs_the_ladder_and_the_likeliest_attempt_stands() {
        engine.script = (window, task) -> engine.result(
                task.temperature(), " At " + task.temperature(), 28, task.temperature() == 0.4 ? -1.2 : -1.5);
        assertThat(run(TranscriptionOptions.DEFAULTS).segments())
                .allSatisfy(segment -> assertThat(segment.text()).isEqualTo(" At 0.4"));
    }

    @Test
    void a_prompt_that_comes_back_is_asked_again_without_it() {
        engine.script = (window, task) ->
                engine.result(0, task.sotIndex() > 0 ? " Spelled like this, please." : " Real words.", 28, -0.2);
        TranscriptionOptions options = TranscriptionOptions.builder()
                .prompt(PromptOptions.builder()
                        .initialPrompt("Spelled like this, please.")
                        .build())
                .build();
        assertThat(run(options).segments()).extracting(Segment::text).containsOnly(" Real words.");
    }

    @Test
    void speech_behind_the_last_word_is_decoded_again() {
        engine.script = (window, task) -> engine.result(0, " Part.", 10, -0.2);
        List<Segment> segments = run(TranscriptionOptions.DEFAULTS).segments();
        assertThat(segments.get(1).startSeconds()).isEqualTo(10.0);
        assertThat(segments.get(segments.size() - 1).endSeconds()).isGreaterThan(118.0);
    }

    @Test
    void sentence_that_a_window_begins_and_does_not_write_is_asked_of_the_same_window() {
        engine.script = (window, task) ->
                isContinuation(task) ? behind(" behind it.", 29.2, -0.4) : unfinished(" Before the time", 28);
        List<Segment> segments = run(TranscriptionOptions.DEFAULTS).segments();
        assertThat(segments.subList(0, 2)).extracting(Segment::text).containsExactly(" Before the time", " behind it.");
        assertThat(segments.get(1).startSeconds()).isEqualTo(28.0);
        assertThat(segments.get(1).endSeconds()).isEqualTo(29.2);
        assertThat(segments).hasSize(8);
        assertThat(engine.encodedWindows()).isEqualTo(4);
    }

    @Test
    void what_a_window_says_again_or_is_unsure_of_is_not_its_unwritten_sentence_and_the_rest_is_decoded_anew() {
        for (DecodingResult doubtful : List.of(
                behind(" the time", 29.2, -0.4),
                behind(" Something else.", 29.2, -1.4),
                behind(" Somewhere else.", 34, -0.4),
                behind(" word by word by word by word by word and so on and on and on and on and on.", 29.2, -0.4))) {
            engine.script = (window, task) -> isContinuation(task)
                    ? doubtful
                    : window % 8 < FIRST_REST
                            ? unfinished(" Before the time", 28)
                            : engine.result(0, " Rest.", 2, -0.2);
            assertThat(run(TranscriptionOptions.DEFAULTS).segments())
                    .extracting(Segment::text)
                    .startsWith(" Before the time", " Rest.", " Before the time", " Rest.")
                    .hasSize(8);
        }
    }

    private boolean isContinuation(DecodingTask task) {
        return task.begin() < task.tokens().length;
    }

    /** A text that ends with the time at which another begins, which is not there. */
    private DecodingResult unfinished(String text, double endSeconds) {
        DecodingResult result = engine.result(0, text, endSeconds, -0.2);
        List<Integer> tokens = new ArrayList<>(result.tokens());
        tokens.add(tokens.get(tokens.size() - 1));
        return new DecodingResult(tokens, result.text(), -0.2, 0.01, 0, 1, false);
    }

    /** A text without a time before it. */
    private DecodingResult behind(String text, double endSeconds, double logProbability) {
        DecodingResult result = engine.result(0, text, endSeconds, logProbability);
        List<Integer> tokens = result.tokens().subList(1, result.tokens().size());
        return new DecodingResult(tokens, result.text(), logProbability, 0.01, 0, 1, false);
    }

    @Test
    void rest_that_comes_out_silent_behind_its_window_s_text_is_asked_again_without_that_text() {
        engine.script = (window, task) -> {
            boolean isRest = window >= FIRST_REST;
            DecodingResult part = engine.result(0, isRest ? " Rest." : " Part.", isRest ? 10 : 20, -1.2);
            return isRest && task.sotIndex() > 0 ? silent(part) : part;
        };
        assertThat(run(TranscriptionOptions.builder()
                                .fallback(FallbackOptions.builder()
                                        .temperatures(List.of(0.0))
                                        .build())
                                .build())
                        .segments())
                .extracting(Segment::text)
                .containsExactly(" Part.", " Rest.", " Part.", " Rest.", " Part.", " Rest.", " Part.", " Rest.");
    }

    private static DecodingResult silent(DecodingResult result) {
        return new DecodingResult(
                result.tokens(),
                result.text(),
                result.averageLogProbability(),
                0.9,
                0,
                result.compressionRatio(),
                false);
    }

    @Test
    void text_that_ended_for_want_of_room_is_not_stretched_over_the_speech_behind_it() {
        engine.script = (window, task) -> cutOff(engine.result(0, " Whole.", 10, -0.2));
        List<Segment> segments = run(TranscriptionOptions.DEFAULTS).segments();
        assertThat(segments).extracting(Segment::text).containsOnly(" Whole.");
        assertThat(segments.get(0).endSeconds()).isEqualTo(10.0);
        assertThat(segments.get(1).startSeconds()).isEqualTo(10.0);
    }

    /** The same, and the beginning of a sentence behind it that nothing closes. */
    private DecodingResult cutOff(DecodingResult result) {
        List<Integer> tokens = new ArrayList<>(result.tokens());
        tokens.add(tokens.get(tokens.size() - 1));
        tokens.addAll(engine.tokenizer().encode(" And then"));
        return new DecodingResult(tokens, result.text(), -0.2, 0.01, 0, 1, true);
    }

    @Test
    void a_loop_is_cut_and_its_ratio_stays_to_tell() {
        String loop = " oh,".repeat(60);
        engine.script = (window, task) -> engine.result(task.temperature(), loop, 28, -0.2);
        Segment segment = run(TranscriptionOptions.DEFAULTS).segments().get(0);
        assertThat(segment.text()).isEqualTo(" oh,");
        assertThat(segment.compressionRatio()).isGreaterThan(2.4);
    }

    @Test
    void what_the_model_repeats_behind_the_sound_is_left_out_with_a_warning() {
        engine.script = (window, task) -> repeated(" The", 10, 1456); // the last window has 29.11 s
        Transcript transcript = run(TranscriptionOptions.DEFAULTS);
        assertThat(transcript.segments()).hasSize(3 * 10 + 1);
        assertThat(transcript.warnings()).extracting(Warning::code).containsExactly(WarningCode.REPETITION);
    }

    @Test
    void sentence_that_is_said_three_times_is_decoded_once_and_stays_without_a_warning() {
        String sentence = " Ask not what your country can do for you, ask what you can do for your country.";
        List<Double> temperatures = new ArrayList<>();
        engine.script = (window, task) -> {
            temperatures.add(task.temperature());
            return engine.result(task.temperature(), sentence.repeat(3), 29.2, -0.2);
        };
        Transcript transcript = run(TranscriptionOptions.DEFAULTS);
        assertThat(transcript.segments().get(0).compressionRatio()).isGreaterThan(2.4);
        assertThat(transcript.segments()).extracting(Segment::text).containsOnly(sentence.repeat(3));
        assertThat(temperatures).containsOnly(0.0);
        assertThat(transcript.warnings()).isEmpty();
    }

    @Test
    void loop_of_segments_is_cut_to_its_first_with_a_warning() {
        engine.script = (window, task) -> {
            DecodingResult loop = repeated(" The", 10, 1000);
            return new DecodingResult(loop.tokens(), loop.text(), -0.2, 0.01, task.temperature(), 5, false);
        };
        Transcript transcript = run(TranscriptionOptions.DEFAULTS);
        assertThat(transcript.text()).isEqualTo("The The The The");
        assertThat(transcript.warnings()).extracting(Warning::code).containsExactly(WarningCode.REPETITION);
    }

    /** The same word so many times, each 0.08 s long; the first at a time in steps of 0.02 s. */
    private DecodingResult repeated(String word, int times, int first) {
        List<Integer> tokens = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            int begin = engine.model().tokens().timestampBegin() + first + 4 * i;
            tokens.add(begin);
            tokens.addAll(engine.tokenizer().encode(word));
            tokens.add(begin + 4);
        }
        return new DecodingResult(tokens, word.repeat(times).strip(), -0.2, 0.01, 0, 1.5, false);
    }

    @Test
    void a_fault_ends_the_run_and_gives_every_window_back() {
        engine.script = (window, task) -> {
            if (window == 2) {
                throw new IllegalStateException("device lost");
            }
            return engine.result(0, " Fine.", 28, -0.2);
        };
        assertThatThrownBy(() -> run(TranscriptionOptions.DEFAULTS))
                .isInstanceOfSatisfying(
                        TranscriptionException.class, e -> assertThat(e.code()).isEqualTo(FaultCode.INTERNAL));
        assertThat(engine.openWindows()).isZero();
    }

    @Test
    void a_wish_to_stop_ends_the_run_and_gives_every_window_back() {
        engine.script = (window, task) -> {
            cancellation.request();
            return engine.result(0, " Late.", 28, -0.2);
        };
        assertThatThrownBy(() -> run(TranscriptionOptions.DEFAULTS))
                .isInstanceOfSatisfying(
                        TranscriptionException.class, e -> assertThat(e.code()).isEqualTo(FaultCode.CANCELLED));
        assertThat(engine.openWindows()).isZero();
        assertThat(heard).isEmpty();
    }

    @Test
    void warning_of_what_was_left_out_is_there_after_a_cut_off_run_too() {
        engine.script = (window, task) -> window == 0 ? repeated(" The", 10, 1490) : engine.result(0, " So.", 29, -0.2);
        List<Segment> before = new ArrayList<>();
        List<ResumePoint> points = new ArrayList<>();
        run(TranscriptionOptions.DEFAULTS, Optional.empty(), new TranscriptionListener() {
            @Override
            public void segment(Segment segment) {
                before.add(segment);
            }

            @Override
            public void finished(ResumePoint point) {
                points.add(StoredResume.read(StoredResume.write(point)));
            }
        });
        engine.script = (window, task) -> engine.result(0, " So.", 29, -0.2);
        PartialTranscript finished = new PartialTranscript(points.get(0), before.subList(0, 1));
        assertThat(run(TranscriptionOptions.DEFAULTS, Optional.of(finished), TranscriptionListener.NONE)
                        .warnings())
                .extracting(Warning::code)
                .containsExactly(WarningCode.REPETITION);
    }

    private Transcript run(TranscriptionOptions options) {
        return run(options, Optional.empty(), new TranscriptionListener() {
            @Override
            public void progress(double secondsDone, double secondsTotal) {
                progress.add(secondsDone);
            }

            @Override
            public void segment(Segment segment) {
                heard.add(segment.text());
            }
        });
    }

    private Transcript run(
            TranscriptionOptions options, Optional<PartialTranscript> finished, TranscriptionListener listener) {
        SpokenParts parts = UnbrokenSpeech.ofTwoMinutes(options);
        return new BatchedRun(parts, new DecodingJob(engine, "en", options, cancellation), listener)
                .run(Optional.empty(), finished);
    }
}
