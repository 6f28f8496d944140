package dev.sotto.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.testing.ScriptedEngine;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.PromptOptions;
import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.TranscriptionListener;
import dev.sotto.transcript.TranscriptionOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Four windows of which the middle two are German, on an engine that says which language it was asked in. */
class MultilingualRunTest {
    private static final int ENGLISH = 50_259;
    private static final int GERMAN = 50_261;

    private final ScriptedEngine engine =
            ScriptedEngine.ofShippedModel().multilingual(Map.of("en", ENGLISH, "de", GERMAN), Optional.empty());
    private final List<String> heard = new ArrayList<>();
    private final List<Double> progress = new ArrayList<>();

    @Test
    void each_run_of_windows_is_decoded_in_its_language_and_the_segments_are_one_transcript() {
        engine.script = (window, task) ->
                engine.result(0, contains(task.tokens(), GERMAN) ? " Ein deutscher Satz." : " Words.", 29.2, -0.2);
        Transcript transcript = run(TranscriptionOptions.DEFAULTS);
        assertThat(transcript.text()).isEqualTo("Words. Ein deutscher Satz. Ein deutscher Satz. Words.");
        assertThat(transcript.language()).isEqualTo("de");
        assertThat(transcript.segments()).extracting(Segment::id).containsExactly(0, 1, 2, 3);
        assertThat(transcript.segments()).extracting(Segment::startSeconds).isSorted();
        assertThat(transcript.segments())
                .extracting(segment -> segment.language().orElseThrow())
                .containsExactly("en", "de", "de", "en");
        assertThat(heard)
                .containsExactly("0 en Words.", "1 de Ein deutscher Satz.", "2 de Ein deutscher Satz.", "3 en Words.");
        assertThat(progress).isSorted().doesNotHaveDuplicates().startsWith(0.0).endsWith(transcript.durationSeconds());
        assertThat(engine.openWindows()).isZero();
    }

    @Test
    void the_caller_s_prefix_begins_the_first_window_only() {
        List<Integer> prefix = engine.tokenizer().encode(" Dear");
        List<Boolean> begun = new ArrayList<>();
        engine.script = (window, task) -> {
            begun.add(contains(task.tokens(), prefix.get(0)));
            return engine.result(0, " Words.", 29.2, -0.2);
        };
        run(TranscriptionOptions.builder()
                .prompt(PromptOptions.builder().prefix("Dear").build())
                .build());
        assertThat(begun).containsExactly(true, false, false, false);
    }

    private static boolean contains(int[] tokens, int token) {
        return Arrays.stream(tokens).anyMatch(each -> each == token);
    }

    private Transcript run(TranscriptionOptions options) {
        SpokenParts parts = UnbrokenSpeech.ofTwoMinutes(options);
        TranscriptionListener listener = new TranscriptionListener() {
            @Override
            public void progress(double secondsDone, double secondsTotal) {
                progress.add(secondsDone);
            }

            @Override
            public void segment(Segment segment) {
                heard.add("%d %s%s".formatted(segment.id(), segment.language().orElseThrow(), segment.text()));
            }
        };
        DecodingJob job = new DecodingJob(engine, "en", options, new Cancellation());
        return new MultilingualRun(parts, job, listener)
                .run(List.of(
                        new WindowLanguages.Run("en", 0, 1),
                        new WindowLanguages.Run("de", 1, 3),
                        new WindowLanguages.Run("en", 3, 4)));
    }
}
