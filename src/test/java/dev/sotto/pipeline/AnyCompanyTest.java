package dev.sotto.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.audio.Waveform;
import dev.sotto.testing.Checkpoints;
import dev.sotto.testing.EngineThread;
import dev.sotto.testing.Recordings;
import dev.sotto.testing.ReshapedWaveform;
import dev.sotto.testing.SharedFolder;
import dev.sotto.testing.ThisProcessor;
import dev.sotto.torch.ComputeType;
import dev.sotto.torch.Precision;
import dev.sotto.torch.TorchRuntime;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.SamplingOptions;
import dev.sotto.transcript.Task;
import dev.sotto.whisper.EncodedWindow;
import dev.sotto.whisper.WhisperEngine;
import dev.sotto.whisper.decode.DecodingOptions;
import dev.sotto.whisper.decode.DecodingResult;
import dev.sotto.whisper.decode.DecodingSearch;
import dev.sotto.whisper.decode.DecodingTasks;
import dev.sotto.whisper.mel.Frames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * In 8-bit integers, a window says the same, and is as sure of it to the last bit, alone and beside others whose texts are longer or shorter: a
 * bit more or less becomes another word where 8-bit numbers are rounded.
 */
@Tag("inference")
@Tag("whole-recordings") // minutes: runs on the newer DJL line only
class AnyCompanyTest {
    private static final int SLOTS = 8;
    private static final int RECORDINGS = 40;
    private static final int OTHERS = 4;

    /** Of a model for English that hears other languages, texts would go on and on. */
    private static final int TOKENS_MAX = 24;

    /** The library splits sums among threads, which was one of the causes. */
    @BeforeAll
    static void two_threads() {
        TorchRuntime.threads(2);
    }

    @AfterAll
    static void one_thread() {
        TorchRuntime.threads(1);
    }

    @Test
    void recordings_say_the_same_to_the_last_bit_alone_and_beside_the_noise_of_others() throws IOException {
        List<Path> files = recordings();
        assertThat(files).hasSize(RECORDINGS);
        Precision precision = new Precision(ComputeType.INT8, ThisProcessor.read());
        try (EngineThread engine = EngineThread.load(Checkpoints.TINY_EN, SLOTS, precision);
                Waveform noise = Recordings.decode(Path.of("src/test/resources/audio/noisy.flac"))) {
            List<EncodedWindow> windows = new ArrayList<>();
            List<EncodedWindow> others = new ArrayList<>();
            for (int i = 0; i < files.size(); i++) {
                try (Waveform recording = Recordings.decode(files.get(i))) {
                    windows.add(encoded(engine.engine(), recording, 0, 30));
                }
            }
            for (int i = 0; i < OTHERS; i++) {
                others.add(encoded(engine.engine(), noise, 5 * i, 5 * i + 3 + 2 * i));
            }
            List<DecodingResult> alone = windows.stream()
                    .map(window -> decode(engine.engine(), window).join())
                    .toList();
            List<CompletableFuture<DecodingResult>> together = new ArrayList<>();
            for (int i = 0; i < windows.size(); i += SLOTS) {
                together.addAll(beside(engine.engine(), windows, others, i));
                CompletableFuture.allOf(together.toArray(CompletableFuture[]::new))
                        .join();
            }
            for (int i = 0; i < alone.size(); i++) {
                assertThat(together.get(i).join())
                        .as("%s", files.get(i).getFileName())
                        .isEqualTo(alone.get(i));
            }
        }
    }

    /** Some windows, each with another that is shorter behind it. */
    private static List<CompletableFuture<DecodingResult>> beside(
            WhisperEngine engine, List<EncodedWindow> windows, List<EncodedWindow> others, int first) {
        List<CompletableFuture<DecodingResult>> answers = new ArrayList<>();
        for (int i = first; i < Math.min(windows.size(), first + SLOTS); i++) {
            answers.add(decode(engine, windows.get(i)));
            var unused = decode(engine, others.get(i % OTHERS));
        }
        return answers;
    }

    private static List<Path> recordings() throws IOException {
        try (Stream<Path> files = Files.walk(SharedFolder.require("audio", "real"))) {
            return files.filter(file -> file.toString().matches(".*\\.(ogg|flac|gsm|mp3|opus|aiff|webm|wma)"))
                    .sorted()
                    .limit(RECORDINGS)
                    .toList();
        }
    }

    private static EncodedWindow encoded(WhisperEngine engine, Waveform recording, double from, double to) {
        Frames frames = new Frames(ReshapedWaveform.behindSilence(0, recording, from, to));
        return engine.encode(frames.content(), 1.5).join();
    }

    private static CompletableFuture<DecodingResult> decode(WhisperEngine engine, EncodedWindow window) {
        DecodingTasks tasks = new DecodingTasks(engine.model(), engine.tokenizer());
        DecodingOptions options = new DecodingOptions(
                Task.TRANSCRIBE,
                "en",
                List.of(),
                List.of(),
                SamplingOptions.DEFAULTS,
                0,
                0,
                DecodingSearch.SINGLE,
                OptionalInt.of(TOKENS_MAX),
                true);
        return engine.decode(window, tasks.of(options), new Cancellation());
    }
}
