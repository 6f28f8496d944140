package dev.sotto.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.audio.Waveform;
import dev.sotto.audio.Waveforms;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.SpeechOptions;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.transcript.VoiceActivity;
import dev.sotto.transcript.WorkClass;
import dev.sotto.vad.SpeechDetector;
import dev.sotto.vad.SpeechNetwork;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Where the second look finds speech, by a network that hears what the test says. */
class SpeechSearchTest {
    private static final int WINDOW = SpeechNetwork.WINDOW_SAMPLES;
    private static final int SECOND = Waveform.SAMPLE_RATE / WINDOW; // windows, nearly

    private final float[] heard = new float[60 * SECOND];
    private short loudness = 10_000;

    @Test
    void recording_in_which_speech_is_faint_all_along_is_one_faint_stretch() {
        for (int i = 5 * SECOND; i < 50 * SECOND; i += 40) {
            Arrays.fill(heard, i, i + 10, 0.22f);
        }
        SpokenParts parts = parts(TranscriptionOptions.DEFAULTS);
        assertThat(parts.isAllFaint()).isTrue();
        assertThat(parts.windows()).hasSize(2);
        assertThat(parts.pieces().list()).hasSize(1);
        assertThat(parts.pieces().list().get(0).start()).isBetween(3L * 16_000, 5L * 16_000);
    }

    @Test
    void faint_speech_between_ordinary_speech_has_windows_of_its_own() {
        Arrays.fill(heard, 0, 10 * SECOND, 0.95f);
        Arrays.fill(heard, 20 * SECOND, 22 * SECOND, 0.25f);
        Arrays.fill(heard, 40 * SECOND, 60 * SECOND, 0.95f);
        SpokenParts parts = parts(TranscriptionOptions.DEFAULTS);
        assertThat(parts.windows()).extracting(parts::isFaint).containsExactly(false, true, false);
        assertThat(parts.windowsBySureness()).containsExactly(0, 2, 1);
    }

    @Test
    void short_pauses_and_single_clicks_are_not_looked_at_again() {
        Arrays.fill(heard, 0.95f);
        Arrays.fill(heard, 20 * SECOND, 24 * SECOND, 0.25f);
        assertThat(parts(TranscriptionOptions.DEFAULTS).isAllFaint()).isFalse();
        Arrays.fill(heard, 0);
        Arrays.fill(heard, 30 * SECOND, 30 * SECOND + 4, 0.45f);
        assertThat(parts(TranscriptionOptions.DEFAULTS).windows()).isEmpty();
    }

    @Test
    void silence_and_a_threshold_of_the_callers_own_get_no_second_look() {
        Arrays.fill(heard, 20 * SECOND, 30 * SECOND, 0.3f);
        SpeechOptions chosen = SpeechOptions.builder()
                .activity(VoiceActivity.builder().threshold(0.45).build())
                .build();
        assertThat(parts(TranscriptionOptions.builder().speech(chosen).build()).windows())
                .isEmpty();
        loudness = 20;
        assertThat(parts(TranscriptionOptions.DEFAULTS).windows()).isEmpty();
    }

    private SpokenParts parts(TranscriptionOptions options) {
        short[] samples = new short[heard.length * WINDOW];
        Arrays.fill(samples, loudness);
        Waveform recording = Waveforms.ofSamples(samples);
        SpeechDetector detector = new SpeechDetector(Runnable::run, Scripted::new);
        SpeechSearch search = new SpeechSearch(detector, WorkClass.BULK, new Cancellation());
        return SpokenParts.of(recording, search.hear(recording, options), options, true);
    }

    /** Goes on where the call before ended. */
    private final class Scripted implements SpeechNetwork {
        private int at;

        @Override
        public Heard hear(float[] samples, float[] state) {
            int count = samples.length / WINDOW;
            at = state[0] == 0 ? 0 : at;
            float[] next = Arrays.copyOfRange(heard, at, at + count);
            at += count;
            float[] after = state.clone();
            after[0] = 1;
            return new Heard(next, after);
        }

        @Override
        public void close() {}
    }
}
