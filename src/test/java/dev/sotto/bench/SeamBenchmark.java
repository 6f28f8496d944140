package dev.sotto.bench;

import dev.sotto.audio.Waveform;
import dev.sotto.bench.WordAlignment.Gap;
import dev.sotto.pipeline.RecordingTranscriber;
import dev.sotto.testing.EngineThread;
import dev.sotto.testing.Recordings;
import dev.sotto.testing.ReshapedWaveform;
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
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Recordings cut at random places, the halves put together again with a pause between them: is a word lost at the seam that is
 * found when each half is transcribed alone? The same seed makes the same cuts.
 */
public final class SeamBenchmark {
    private static final double PAUSE_SECONDS_MIN = 0.2;
    private static final double PAUSE_SECONDS_MAX = 40;
    private static final double RECORDING_SECONDS_MAX = 60;
    /** At least so much of the recording on either side. */
    private static final double HALF_SECONDS_MIN = 1;

    private final RecordingTranscriber transcriber;
    private int seams;
    private int seamsWithLoss;
    private int lost;
    private int doubled;

    private SeamBenchmark(RecordingTranscriber transcriber) {
        this.transcriber = transcriber;
    }

    /**
     * Prints each seam at which words are lost or doubled, and the counts.
     *
     * @param arguments compute type, folder of the model, shared folder, number of seams, seconds after which no new seam is
     *     begun, seed
     */
    public static void main(String... arguments) throws IOException {
        TorchRuntime.threads(Runtime.getRuntime().availableProcessors());
        Precision precision = new Precision(ComputeType.named(arguments[0]), ThisProcessor.read());
        Random random = new Random(Long.parseLong(arguments[5]));
        long end = System.nanoTime() + (long) (Double.parseDouble(arguments[4]) * 1e9);
        try (EngineThread engine = EngineThread.load(Path.of(arguments[1]), 8, precision);
                VadThread vad = VadThread.load()) {
            List<Path> recordings =
                    recordings(Path.of(arguments[2]), engine.engine().model().multilingual());
            SeamBenchmark benchmark =
                    new SeamBenchmark(new RecordingTranscriber(engine.engine(), vad.detector(), Mode.BATCHED));
            for (int i = 0; i < Integer.parseInt(arguments[3]) && System.nanoTime() < end; i++) {
                benchmark.cut(recordings.get(random.nextInt(recordings.size())), random);
            }
            System.out.printf(
                    "%d seams: %d words lost at %d of them, %d words doubled%n",
                    benchmark.seams, benchmark.lost, benchmark.seamsWithLoss, benchmark.doubled);
        }
    }

    private static List<Path> recordings(Path shared, boolean multilingual) throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(shared.resolve("audio"), FileVisitOption.FOLLOW_LINKS)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.contains(".") && !name.endsWith(".json") && !name.endsWith(".md")) {
                    SpokenText.of(file)
                            .filter(text -> multilingual || text.language().equals("en"))
                            .ifPresent(text -> found.add(file));
                }
            }
        }
        return found;
    }

    private void cut(Path file, Random random) {
        double place = random.nextDouble();
        double pause = PAUSE_SECONDS_MIN + random.nextDouble() * (PAUSE_SECONDS_MAX - PAUSE_SECONDS_MIN);
        try (Waveform whole = Recordings.decode(file)) {
            double seconds = Math.min(RECORDING_SECONDS_MAX, whole.durationSeconds());
            double at = HALF_SECONDS_MIN + place * (seconds - 2 * HALF_SECONDS_MIN);
            List<String> first = words(ReshapedWaveform.behindSilence(0, whole, 0, at));
            List<String> alone = new ArrayList<>(first);
            alone.addAll(words(ReshapedWaveform.behindSilence(0, whole, at, seconds)));
            Waveform beginning = ReshapedWaveform.behindSilence(0, whole, 0, seconds);
            List<String> together = words(ReshapedWaveform.parted(beginning, at, pause));
            count(file, at, pause, new Halves(first.size(), alone, together));
        }
    }

    /**
     * What was heard.
     *
     * @param first number of words in the first half
     * @param alone the words of both halves, each transcribed alone
     * @param together those of the whole with the pause
     */
    private record Halves(int first, List<String> alone, List<String> together) {}

    private void count(Path file, double at, double pause, Halves heard) {
        Gap gap = WordAlignment.of(heard.together(), heard.alone())
                .around(heard.first(), heard.together().size(), heard.alone().size());
        seams++;
        lost += gap.added(); // words that were heard alone
        seamsWithLoss += gap.added() > 0 ? 1 : 0;
        doubled += gap.lost();
        if (gap.added() + gap.lost() > 0) {
            System.out.printf(
                    Locale.ROOT,
                    "  %s cut at %.2f s, pause %.2f s: alone %s, together %s%n",
                    file.getFileName(),
                    at,
                    pause,
                    heard.alone().subList(gap.heardFrom(), gap.heardTo()),
                    heard.together().subList(gap.saidFrom(), gap.saidTo()));
        }
    }

    private List<String> words(Waveform waveform) {
        String text = transcriber
                .transcribe(waveform, TranscriptionOptions.DEFAULTS, TranscriptionListener.NONE, new Cancellation())
                .text();
        return WordErrorRate.units(text, "en");
    }
}
