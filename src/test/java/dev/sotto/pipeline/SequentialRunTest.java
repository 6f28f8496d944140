package dev.sotto.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.audio.Waveforms;
import dev.sotto.testing.ScriptedEngine;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.PromptOptions;
import dev.sotto.transcript.SpeechOptions;
import dev.sotto.transcript.TranscriptionListener;
import dev.sotto.transcript.TranscriptionOptions;
import org.junit.jupiter.api.Test;

class SequentialRunTest {
    private static final String PROMPT = "Spelled like this, please.";

    private final ScriptedEngine engine = ScriptedEngine.ofShippedModel();

    @Test
    void prompt_that_comes_back_as_text_is_asked_again_without_it() {
        assertThat(text(SpeechOptions.DEFAULTS)).isEqualTo("Real words.");
    }

    @Test
    void prompt_that_comes_back_stays_where_the_reference_itself_is_asked_for() {
        assertThat(text(SpeechOptions.builder().vadFilter(false).build())).isEqualTo(PROMPT);
    }

    private String text(SpeechOptions speech) {
        engine.script =
                (window, task) -> engine.result(0, task.sotIndex() > 0 ? " " + PROMPT : " Real words.", 9, -0.2);
        TranscriptionOptions options = TranscriptionOptions.builder()
                .prompt(PromptOptions.builder().initialPrompt(PROMPT).build())
                .speech(speech)
                .build();
        return new SequentialTranscriber(engine)
                .transcribe(
                        Waveforms.ofSamples(new short[10 * 16_000]),
                        options,
                        TranscriptionListener.NONE,
                        new Cancellation())
                .text();
    }
}
