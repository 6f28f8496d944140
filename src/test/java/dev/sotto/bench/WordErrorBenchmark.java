package dev.sotto.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sotto.audio.Waveform;
import dev.sotto.pipeline.RecordingTranscriber;
import dev.sotto.testing.EngineThread;
import dev.sotto.testing.Recordings;
import dev.sotto.testing.SpokenText;
import dev.sotto.testing.ThisProcessor;
import dev.sotto.testing.VadThread;
import dev.sotto.testing.WordErrorRate;
import dev.sotto.torch.ComputeType;
import dev.sotto.torch.Precision;
import dev.sotto.torch.TorchRuntime;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.Mode;
import dev.sotto.transcript.TranscriptionListener;
import dev.sotto.transcript.TranscriptionOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Wrong words (characters where words are not spaced) over every recording whose text is known, beside the reference's own.
 * One column: one compute type in one mode.
 */
public final class WordErrorBenchmark {
    private static final int SLOTS = 8;

    private final String model;
    private final Path shared;
    private final Map<String, int[]> byLanguage = new TreeMap<>(); // said, wrong, wrong in the reference

    private WordErrorBenchmark(String model, Path shared) {
        this.model = model;
        this.shared = shared;
    }

    /**
     * Measures one model, prints a line a recording and a line a language.
     *
     * @param arguments compute type, mode, folder of the model, name of the model in the reference values, folder of these
     */
    public static void main(String... arguments) throws IOException {
        TorchRuntime.threads(Runtime.getRuntime().availableProcessors());
        Precision precision = new Precision(ComputeType.named(arguments[0]), ThisProcessor.read());
        Mode mode = Mode.named(arguments[1]).orElseThrow();
        try (EngineThread engine = EngineThread.load(Path.of(arguments[2]), SLOTS, precision);
                VadThread vad = VadThread.load()) {
            System.out.printf("%s, %s, %s%n", arguments[3], precision.type(), mode);
            RecordingTranscriber transcriber = new RecordingTranscriber(engine.engine(), vad.detector(), mode);
            new WordErrorBenchmark(arguments[3], Path.of(arguments[4])).measure(transcriber);
        }
    }

    private void measure(RecordingTranscriber transcriber) throws IOException {
        for (Path reference : references()) {
            JsonNode expected = new ObjectMapper().readTree(reference.toFile());
            if (expected.path("error_rate").isNumber()) {
                compare(transcriber, expected);
            }
        }
        byLanguage.forEach((language, count) -> line(language, count));
        int[] all = new int[3];
        byLanguage.values().forEach(count -> {
            for (int i = 0; i < all.length; i++) {
                all[i] += count[i];
            }
        });
        line("all", all);
    }

    private List<Path> references() throws IOException {
        try (Stream<Path> files = Files.list(shared.resolve("golden/transcribe"))) {
            return files.filter(file -> file.toString().endsWith("." + model + ".greedy.json"))
                    .sorted()
                    .toList();
        }
    }

    private void compare(RecordingTranscriber transcriber, JsonNode expected) throws IOException {
        String name = expected.path("audio").asText();
        Path recording = shared.resolve("audio").resolve(name);
        SpokenText spoken = SpokenText.of(recording).orElseThrow();
        List<String> said = WordErrorRate.units(spoken.text(), spoken.language());
        long start = System.nanoTime();
        String heard = transcribe(transcriber, recording);
        double seconds = (System.nanoTime() - start) / 1e9;
        int wrong = WordErrorRate.distance(said, WordErrorRate.units(heard, spoken.language()));
        int theirs = (int) Math.round(expected.path("error_rate").asDouble() * said.size());
        int[] count = byLanguage.computeIfAbsent(spoken.language(), language -> new int[3]);
        count[0] += said.size();
        count[1] += wrong;
        count[2] += theirs;
        System.out.printf(
                Locale.ROOT,
                "  %-40s %5d said, %4d wrong, reference %4d  (%.1f s)%n",
                name,
                said.size(),
                wrong,
                theirs,
                seconds);
        if (Boolean.getBoolean("sotto.bench.texts") && wrong > theirs) {
            System.out.println("    ours       " + heard);
            System.out.println("    reference  " + expected.path("text").asText());
        }
    }

    private static String transcribe(RecordingTranscriber transcriber, Path recording) {
        try (Waveform waveform = Recordings.decode(recording)) {
            return transcriber
                    .transcribe(waveform, TranscriptionOptions.DEFAULTS, TranscriptionListener.NONE, new Cancellation())
                    .text();
        }
    }

    private static void line(String language, int[] count) {
        System.out.printf(
                Locale.ROOT,
                "%-4s %5d said  %5d wrong %6.2f %%  reference %5d %6.2f %%%n",
                language,
                count[0],
                count[1],
                100.0 * count[1] / count[0],
                count[2],
                100.0 * count[2] / count[0]);
    }
}
