package dev.sotto.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.audio.Waveform;
import dev.sotto.testing.Checkpoints;
import dev.sotto.testing.EngineThread;
import dev.sotto.testing.Recordings;
import dev.sotto.testing.VadThread;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.Mode;
import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.TranscriptionListener;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.whisper.EncodedWindow;
import dev.sotto.whisper.mel.Frames;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The shipped model for many languages says how sure it is of one. */
@Tag("inference")
class LanguageProbabilityTest {
    private static final Path SAMPLE = Path.of("src/test/resources/audio/sample.flac");

    @Test
    void transcript_says_how_probable_its_language_is_and_a_given_one_has_no_probability() {
        try (EngineThread engine = EngineThread.load(Checkpoints.BASE, 4);
                VadThread vad = VadThread.load();
                Waveform sample = Recordings.decode(SAMPLE)) {
            for (Mode mode : Mode.values()) {
                RecordingTranscriber transcriber = new RecordingTranscriber(engine.engine(), vad.detector(), mode);
                Transcript found = transcribed(transcriber, sample, TranscriptionOptions.DEFAULTS);
                assertThat(found.language()).isEqualTo("en");
                assertThat(found.languageProbability().orElseThrow())
                        .as("%s", mode)
                        .isBetween(0.9, 1.0);
                TranscriptionOptions german =
                        TranscriptionOptions.builder().languages(List.of("de")).build();
                assertThat(transcribed(transcriber, sample, german).languageProbability())
                        .hasValue(1);
                TranscriptionOptions given =
                        TranscriptionOptions.builder().language("en").build();
                assertThat(transcribed(transcriber, sample, given).languageProbability())
                        .isEmpty();
            }
            RecordingTranscriber sequential =
                    new RecordingTranscriber(engine.engine(), vad.detector(), Mode.SEQUENTIAL);
            assertThat(transcribed(sequential, sample, TranscriptionOptions.DEFAULTS)
                            .languageProbability()
                            .orElseThrow())
                    .isCloseTo(probabilityOfEnglish(engine, sample), Offset.offset(1e-4));
        }
    }

    private static Transcript transcribed(
            RecordingTranscriber transcriber, Waveform sound, TranscriptionOptions options) {
        return transcriber.transcribe(sound, options, TranscriptionListener.NONE, new Cancellation());
    }

    /** As the engine says it of the first window. */
    private static double probabilityOfEnglish(EngineThread engine, Waveform sound) {
        EngineCalls calls = new EngineCalls(engine.engine(), new Cancellation());
        try (EncodedWindow window =
                ScaledFrames.measure(new Frames(sound), calls).encode(0, Frames.PER_WINDOW, calls)) {
            return calls.detectLanguage(window).probabilities().getOrDefault("en", 0.0);
        }
    }
}
