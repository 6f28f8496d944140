package dev.sotto.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.audio.Waveform;
import dev.sotto.testing.Checkpoints;
import dev.sotto.testing.EngineThread;
import dev.sotto.testing.Recordings;
import dev.sotto.testing.VadThread;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.Mode;
import dev.sotto.transcript.PartialTranscript;
import dev.sotto.transcript.ResumePoint;
import dev.sotto.transcript.Segment;
import dev.sotto.transcript.SpeechOptions;
import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.TranscriptionListener;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.transcript.VoiceActivity;
import dev.sotto.transcript.WordOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same with the shipped model and our own recording, in every mode and with words. */
@Tag("inference")
class ResumeFidelityTest {
    private static final Path RECORDING = Path.of("src/test/resources/audio/two-speakers.flac");

    private static EngineThread engine;
    private static VadThread vad;

    @BeforeAll
    static void load() {
        engine = EngineThread.load(Checkpoints.TINY_EN, 4);
        vad = VadThread.load();
    }

    @AfterAll
    static void close() {
        engine.close();
        vad.close();
    }

    static Stream<TranscriptionOptions> options() {
        return Stream.of(
                options(Mode.SEQUENTIAL, true, WordOptions.TIMED), options(Mode.BATCHED, true, WordOptions.DEFAULTS));
    }

    private static TranscriptionOptions options(Mode mode, boolean filter, WordOptions words) {
        return TranscriptionOptions.builder()
                .speech(new SpeechOptions(Optional.of(mode), Optional.of(filter), VoiceActivity.DEFAULTS))
                .words(words)
                .build();
    }

    @ParameterizedTest
    @MethodSource("options")
    void the_text_behind_any_window_is_that_of_a_whole_run(TranscriptionOptions options) {
        try (Waveform recording = Recordings.decode(RECORDING)) {
            List<PartialTranscript> cuts = new ArrayList<>();
            Transcript whole = transcribe(recording, options, Optional.empty(), cuts);
            assertThat(cuts).isNotEmpty();
            for (PartialTranscript cut : cuts) {
                Transcript resumed = transcribe(recording, options, Optional.of(cut), new ArrayList<>());
                assertThat(resumed.text()).isEqualTo(whole.text());
                assertThat(resumed.segments())
                        .usingRecursiveComparison()
                        .withComparatorForType(
                                (a, b) -> Math.abs(a - b) < 1e-3 ? 0 : Double.compare(a, b), Double.class)
                        .isEqualTo(whole.segments());
            }
        }
    }

    private static Transcript transcribe(
            Waveform recording,
            TranscriptionOptions options,
            Optional<PartialTranscript> finished,
            List<PartialTranscript> cuts) {
        List<Segment> heard = new ArrayList<>();
        TranscriptionListener listener = new TranscriptionListener() {
            @Override
            public void segment(Segment segment) {
                heard.add(segment);
            }

            @Override
            public void finished(ResumePoint point) {
                cuts.add(new PartialTranscript(point, heard));
            }
        };
        return new RecordingTranscriber(engine.engine(), vad.detector(), Mode.BATCHED)
                .transcribe(recording, options, finished, listener, new Cancellation());
    }
}
