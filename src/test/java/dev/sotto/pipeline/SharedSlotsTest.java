package dev.sotto.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sotto.audio.Waveform;
import dev.sotto.fault.FaultCode;
import dev.sotto.testing.Checkpoints;
import dev.sotto.testing.EngineThread;
import dev.sotto.testing.EnglishDecoding;
import dev.sotto.testing.Recordings;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.SamplingOptions;
import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Task;
import dev.sotto.transcript.TranscriptionException;
import dev.sotto.transcript.TranscriptionListener;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.transcript.WorkClass;
import dev.sotto.whisper.EncodedWindow;
import dev.sotto.whisper.WhisperEngine;
import dev.sotto.whisper.decode.DecodingResult;
import dev.sotto.whisper.decode.DecodingSearch;
import dev.sotto.whisper.decode.DecodingTasks;
import dev.sotto.whisper.mel.Frames;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The shipped model on our own recording: what a window says does not depend on who shares the batch. */
@Tag("inference")
class SharedSlotsTest {
    private static EngineThread engine;
    private static Waveform sample;

    @BeforeAll
    static void load_the_shipped_model() {
        sample = Recordings.decode(Recordings.SAMPLE);
        engine = EngineThread.load(Checkpoints.TINY_EN, 4);
    }

    @AfterAll
    static void close_it() {
        engine.close();
        sample.close();
    }

    @Test
    void windows_decoded_together_say_what_each_says_alone() {
        List<Integer> starts = List.of(0, 200, 455, 700, 950, 1201);
        List<DecodingResult> alone = new ArrayList<>();
        for (int start : starts) {
            alone.add(decode(start, 0).join());
        }
        List<CompletableFuture<DecodingResult>> together =
                starts.stream().map(start -> decode(start, 0)).toList();
        for (int i = 0; i < starts.size(); i++) {
            assertThat(together.get(i).join().tokens()).isEqualTo(alone.get(i).tokens());
        }
        assertThat(alone.get(0).tokens().size()).isGreaterThan(20);
    }

    @Test
    void windows_say_the_same_in_either_class_and_when_they_had_to_give_up_their_slot() {
        List<Integer> starts = List.of(0, 200, 455, 700, 950, 1201);
        List<DecodingResult> alone = new ArrayList<>();
        for (int start : starts) {
            alone.add(decode(start, 0.6).join());
        }
        WhisperEngine clips = engine.openSession(WorkClass.INTERACTIVE);
        List<CompletableFuture<DecodingResult>> recordings =
                starts.stream().map(start -> decode(start, 0.6)).toList();
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < starts.size(); i++) {
                DecodingResult clip =
                        decode(clips, starts.get(i), 0.6, DecodingSearch.SINGLE).join();
                assertThat(clip.tokens()).isEqualTo(alone.get(i).tokens());
            }
        }
        for (int i = 0; i < starts.size(); i++) {
            assertThat(recordings.get(i).join().tokens()).isEqualTo(alone.get(i).tokens());
        }
    }

    @Test
    void a_sampled_window_draws_the_same_tokens_in_any_company() {
        DecodingResult alone = decode(0, 0.8).join();
        CompletableFuture<DecodingResult> greedy = decode(455, 0);
        CompletableFuture<DecodingResult> sampled = decode(0, 0.8);
        CompletableFuture<DecodingResult> other = decode(700, 1.0);
        assertThat(sampled.join().tokens()).isEqualTo(alone.tokens());
        assertThat(greedy.join().tokens()).isNotEqualTo(other.join().tokens());
        assertThat(alone.tokens()).isNotEqualTo(decode(0, 0).join().tokens());
    }

    @Test
    void samples_and_beams_side_by_side_say_what_each_says_alone() {
        DecodingSearch three = DecodingSearch.samples(3, OptionalDouble.empty());
        DecodingSearch beams = DecodingSearch.beams(3, 1, OptionalDouble.empty());
        List<Supplier<CompletableFuture<DecodingResult>>> asked = List.of(
                () -> decode(0, 0.4, three),
                () -> decode(200, 0, beams),
                () -> decode(455, 1.0, three),
                () -> decode(700, 0),
                () -> decode(0, 0, beams),
                () -> decode(950, 0.8),
                () -> decode(1201, 0.6, three));
        List<DecodingResult> alone =
                asked.stream().map(Supplier::get).map(CompletableFuture::join).toList();
        List<CompletableFuture<DecodingResult>> together =
                asked.stream().map(Supplier::get).toList();
        for (int i = 0; i < asked.size(); i++) {
            assertThat(together.get(i).join().tokens())
                    .as("window %d", i)
                    .isEqualTo(alone.get(i).tokens());
            assertThat(alone.get(i).tokens()).as("window %d", i).isNotEmpty();
        }
    }

    @Test
    void the_best_of_several_samples_is_at_least_as_probable_as_the_first() {
        DecodingResult one = decode(0, 1.0).join();
        DecodingResult best = decode(0, 1.0, DecodingSearch.samples(5, OptionalDouble.empty()))
                .join();
        // The ranker divides by the tokens without the end of text, the average by one more.
        double oneScore = one.averageLogProbability()
                * (one.tokens().size() + 1)
                / one.tokens().size();
        double bestScore = best.averageLogProbability()
                * (best.tokens().size() + 1)
                / best.tokens().size();
        assertThat(bestScore).isGreaterThan(oneScore);
    }

    @Test
    void a_transcription_reports_its_progress_and_its_segments_as_they_come() {
        List<Double> progress = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        List<String> partials = new ArrayList<>();
        var transcript = new SequentialTranscriber(engine.engine())
                .transcribe(
                        sample,
                        TranscriptionOptions.DEFAULTS,
                        new TranscriptionListener() {
                            @Override
                            public void progress(double secondsDone, double secondsTotal) {
                                progress.add(secondsDone);
                                assertThat(secondsTotal).isBetween(17.0, 19.0);
                            }

                            @Override
                            public void segment(Segment segment) {
                                texts.add(segment.text());
                            }

                            @Override
                            public boolean wantsPartial() {
                                return true;
                            }

                            @Override
                            public void partial(String text) {
                                partials.add(text);
                            }
                        },
                        new Cancellation());
        assertThat(progress).isSorted().startsWith(0.0).endsWith(transcript.durationSeconds());
        assertThat(String.join("", texts).strip()).isEqualTo(transcript.text());
        assertThat(transcript.text()).isNotBlank();
        // A window of some thirty tokens is looked at every eight steps, and some of it is known before all of it.
        assertThat(partials).hasSizeGreaterThan(1).anySatisfy(partial -> assertThat(transcript.text())
                .startsWith(partial)
                .isNotEqualTo(partial));
        assertThat(transcript.language()).isEqualTo("en");
    }

    @Test
    void a_cancelled_transcription_ends_with_its_kind_and_gives_its_window_back() {
        Cancellation cancellation = new Cancellation();
        TranscriptionListener impatient = new TranscriptionListener() {
            @Override
            public void progress(double secondsDone, double secondsTotal) {
                cancellation.request();
            }
        };
        assertThatThrownBy(() -> new SequentialTranscriber(engine.engine())
                        .transcribe(sample, TranscriptionOptions.DEFAULTS, impatient, cancellation))
                .isInstanceOfSatisfying(
                        TranscriptionException.class, e -> assertThat(e.code()).isEqualTo(FaultCode.CANCELLED));
    }

    @Test
    void an_english_only_model_refuses_other_languages_and_translation() {
        assertThatThrownBy(() ->
                        transcribe(TranscriptionOptions.builder().language("de").build()))
                .hasMessage(
                        "language 'de' was asked of a model that knows English only; use a multilingual model, such as base, which 'sotto pull base' fetches");
        assertThatThrownBy(() -> transcribe(
                        TranscriptionOptions.builder().task(Task.TRANSLATE).build()))
                .hasMessage(
                        "task 'translate' was asked of a model that knows English only; use a multilingual model, such as base, which 'sotto pull base' fetches");
        assertThatThrownBy(() -> transcribe(TranscriptionOptions.builder()
                        .sampling(SamplingOptions.builder()
                                .suppressTokens(List.of(99_999))
                                .build())
                        .build()))
                .hasMessage("suppressed token 99999 does not exist; expected -1 or an id below 51864");
    }

    private static void transcribe(TranscriptionOptions options) {
        new SequentialTranscriber(engine.engine())
                .transcribe(sample, options, TranscriptionListener.NONE, new Cancellation());
    }

    private static CompletableFuture<DecodingResult> decode(int startFrame, double temperature) {
        return decode(startFrame, temperature, DecodingSearch.SINGLE);
    }

    private static CompletableFuture<DecodingResult> decode(int startFrame, double temperature, DecodingSearch search) {
        return decode(engine.engine(), startFrame, temperature, search);
    }

    private static CompletableFuture<DecodingResult> decode(
            WhisperEngine session, int startFrame, double temperature, DecodingSearch search) {
        var tasks = new DecodingTasks(engine.engine().model(), engine.engine().tokenizer());
        int frames = new Frames(sample).contentFrames() - startFrame;
        EncodedWindow window = session.encode(new Frames(sample).block(startFrame, frames), 1.5)
                .join();
        return session.decode(
                        window,
                        tasks.of(EnglishDecoding.options(1, temperature, startFrame, search)),
                        new Cancellation())
                .whenComplete((result, fault) -> window.close());
    }
}
