package dev.sotto.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sotto.audio.Waveform;
import dev.sotto.audio.Waveforms;
import dev.sotto.fault.FaultCode;
import dev.sotto.testing.ScriptedEngine;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.Mode;
import dev.sotto.transcript.PromptOptions;
import dev.sotto.transcript.TranscriptionException;
import dev.sotto.transcript.TranscriptionListener;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.vad.SpeechDetector;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecordingTranscriberTest {
    private final ScriptedEngine engine = ScriptedEngine.ofShippedModel();
    private final SpeechDetector nobodyListens = new SpeechDetector(Runnable::run, () -> {
        throw new IllegalStateException("listened");
    });

    @ParameterizedTest
    @EnumSource
    void words_that_do_not_fit_are_refused_before_anything_is_computed(Mode mode) {
        TranscriptionOptions options = TranscriptionOptions.builder()
                .prompt(PromptOptions.builder().prefix("word ".repeat(300)).build())
                .build();
        Waveform second = Waveforms.ofSamples(new short[Waveform.SAMPLE_RATE]);
        assertThatThrownBy(() -> new RecordingTranscriber(engine, nobodyListens, mode)
                        .transcribe(second, options, TranscriptionListener.NONE, new Cancellation()))
                .isInstanceOfSatisfying(
                        TranscriptionException.class, e -> assertThat(e.code()).isEqualTo(FaultCode.INVALID_OPTION));
        assertThat(engine.openWindows()).isZero();
    }
}
