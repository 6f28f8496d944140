package dev.sotto.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.audio.Waveform;
import dev.sotto.audio.Waveforms;
import dev.sotto.testing.ShippedModel;
import dev.sotto.transcript.TranscriptionListener;
import dev.sotto.transcript.TranscriptionOptions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpeechOnlyRecordingTest {
    @Test
    void a_listener_hears_partial_texts_and_the_whole_length_at_the_end() {
        List<String> heard = new ArrayList<>();
        TranscriptionListener listener = new TranscriptionListener() {
            @Override
            public void progress(double secondsDone, double secondsTotal) {
                heard.add(secondsDone + " of " + secondsTotal);
            }

            @Override
            public boolean wantsPartial() {
                return true;
            }

            @Override
            public void partial(String text) {
                heard.add(text);
            }
        };
        try (Waveform second = Waveforms.ofSamples(new short[Waveform.SAMPLE_RATE])) {
            SpokenParts parts = SpokenParts.of(
                    second, new SpeechSearch.Heard(new float[32], List.of()), TranscriptionOptions.DEFAULTS, false);
            TranscriptionListener restoring =
                    new SpeechOnlyRecording(parts, ShippedModel.TINY_EN.tokenizer()).restoring(listener, 0);
            restoring.partial("Good morn");
            restoring.progress(1, 1);
        }
        assertThat(heard).containsExactly("Good morn", "1.0 of 1.0");
    }
}
