package dev.sotto.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sotto.audio.Waveform;
import dev.sotto.pipeline.RecordingTranscriber;
import dev.sotto.pipeline.WindowLengths;
import dev.sotto.pipeline.WindowSeeks;
import dev.sotto.testing.EngineThread;
import dev.sotto.testing.Recordings;
import dev.sotto.testing.SpokenText;
import dev.sotto.testing.ThisProcessor;
import dev.sotto.testing.VadThread;
import dev.sotto.testing.WordErrorRate;
import dev.sotto.torch.ComputeType;
import dev.sotto.torch.Precision;
import dev.sotto.torch.TorchRuntime;
import dev.sotto.transcript.AudioContext;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.Mode;
import dev.sotto.transcript.SpeechOptions;
import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.TranscriptionListener;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.vad.SpeechDetector;
import dev.sotto.whisper.WhisperEngine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * Wrong words (characters where words are not spaced) over every recording whose text is known, beside the reference's own.
 * One column: one compute type in one mode.
 */
public final class WordErrorBenchmark {
    private static final int SLOTS = 8;

    private static final double JOINED_SECONDS_MIN = 30;

    private final String model;
    private final Path audio;
    private final Path golden;
    private final WhisperEngine engine;
    private final SpeechDetector detector;
    private final Mode mode;
    private final BiFunction<WhisperEngine, SpeechDetector, RecordingTranscriber> transcribers;
    private final Map<String, int[]> byLanguage = new TreeMap<>(); // said, wrong, wrong in the reference
    private final int[] unreferenced = new int[3];
    private final JoinCounter joins = new JoinCounter();
    private double seconds;
    private long positions;
    private int encoded;

    private WordErrorBenchmark(String model, Path shared, WhisperEngine engine, SpeechDetector detector, String way) {
        this.model = model;
        this.audio = shared.resolve("audio");
        this.golden = shared.resolve("golden/transcribe");
        this.engine = engine;
        this.detector = detector;
        this.mode = way.equals("sequential") ? Mode.SEQUENTIAL : Mode.BATCHED;
        this.transcribers = transcribers(way);
    }

    /** By the product's own settings where the way is a mode's name. */
    private static BiFunction<WhisperEngine, SpeechDetector, RecordingTranscriber> transcribers(String way) {
        if (way.equals("full")) {
            return (engine, detector) -> new RecordingTranscriber(engine, detector, Mode.BATCHED, AudioContext.FULL);
        }
        if (way.contains("/")) {
            int margin = Integer.parseInt(way.substring(0, way.indexOf('/')));
            int step = Integer.parseInt(way.substring(way.indexOf('/') + 1));
            return (engine, detector) -> WindowLengths.transcriber(engine, detector, margin, step);
        }
        Mode mode = Mode.named(way).orElseThrow();
        return (engine, detector) -> new RecordingTranscriber(engine, detector, mode);
    }

    /**
     * Measures one model, prints a line a recording and a line a language.
     *
     * @param arguments compute type; {@code batched} or {@code sequential}, {@code full} for batched mode with all positions of
     *     each window, or {@code MARGIN/STEP} for other lengths of its windows; folder of the model, name of the model in the reference values, folder of these;
     *     then parts of names, if only recordings that hold one of them are meant
     */
    public static void main(String... arguments) throws IOException {
        TorchRuntime.threads(Runtime.getRuntime().availableProcessors());
        Precision precision = new Precision(ComputeType.named(arguments[0]), ThisProcessor.read());
        try (EngineThread engine = EngineThread.load(Path.of(arguments[2]), SLOTS, precision);
                VadThread vad = VadThread.load()) {
            System.out.printf("%s, %s, %s%n", arguments[3], precision.type(), arguments[1]);
            new WordErrorBenchmark(arguments[3], Path.of(arguments[4]), engine.engine(), vad.detector(), arguments[1])
                    .measure(List.of(arguments).subList(5, arguments.length));
        }
    }

    private void measure(List<String> only) throws IOException {
        double before = processorSeconds();
        Map<String, JsonNode> references = references();
        for (String name : recordings(references.keySet())) {
            if (only.isEmpty() || only.stream().anyMatch(name::contains)) {
                compare(name, Optional.ofNullable(references.get(name)));
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
        System.out.printf(Locale.ROOT, "without a reference: %d said, %d wrong%n", unreferenced[0], unreferenced[1]);
        System.out.printf(
                Locale.ROOT,
                "%.1f s in all, %.1f s of processors; %d windows encoded, %d positions%n",
                seconds,
                processorSeconds() - before,
                encoded,
                positions);
        if (mode == Mode.BATCHED) {
            joins.places().forEach(place -> System.out.println("  " + place));
            System.out.println("recordings above 30 s: " + joins);
        }
    }

    /** Those whose error the reference knows, by the name of the recording. */
    private Map<String, JsonNode> references() throws IOException {
        Map<String, JsonNode> references = new TreeMap<>();
        try (Stream<Path> files = Files.list(golden)) {
            for (Path file : files.filter(path -> path.toString().endsWith("." + model + ".greedy.json"))
                    .toList()) {
                JsonNode expected = new ObjectMapper().readTree(file.toFile());
                if (expected.path("error_rate").isNumber()) {
                    references.put(expected.path("audio").asText(), expected);
                }
            }
        }
        return references;
    }

    /** Those with a reference, and all others of more than 30 s whose text is known and whose language the model speaks. */
    private Set<String> recordings(Set<String> referenced) throws IOException {
        Set<String> names = new TreeSet<>(referenced);
        try (Stream<Path> files = Files.walk(audio, FileVisitOption.FOLLOW_LINKS)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(".json") || !name.contains(".")) {
                    continue;
                }
                Optional<SpokenText> spoken = SpokenText.of(file);
                boolean understood = spoken.isPresent()
                        && (engine.model().multilingual()
                                || spoken.get().language().equals("en"));
                if (understood && isLong(file)) {
                    names.add(audio.relativize(file).toString());
                }
            }
        }
        return names;
    }

    private static boolean isLong(Path recording) throws IOException {
        String name = recording.getFileName().toString();
        Path beside = recording.resolveSibling(name.substring(0, name.lastIndexOf('.')) + ".json");
        return new ObjectMapper().readTree(beside.toFile()).path("seconds").asDouble() > JOINED_SECONDS_MIN;
    }

    /** Sequential mode as the reference is. */
    private TranscriptionOptions options() {
        return mode == Mode.BATCHED
                ? TranscriptionOptions.DEFAULTS
                : TranscriptionOptions.builder()
                        .speech(SpeechOptions.builder().vadFilter(false).build())
                        .build();
    }

    private void compare(String name, Optional<JsonNode> expected) throws IOException {
        Path recording = audio.resolve(name);
        SpokenText spoken = SpokenText.of(recording).orElseThrow();
        List<String> said = WordErrorRate.units(spoken.text(), spoken.language());
        CountingEngine counting = new CountingEngine(engine);
        try (Waveform waveform = Recordings.decode(recording)) {
            long start = System.nanoTime();
            Transcript transcript = transcribers
                    .apply(counting, detector)
                    .transcribe(waveform, options(), TranscriptionListener.NONE, new Cancellation());
            double took = (System.nanoTime() - start) / 1e9;
            seconds += took;
            positions += counting.positions();
            encoded += counting.encoded();
            int wrong = WordErrorRate.distance(said, WordErrorRate.units(transcript.text(), spoken.language()));
            int theirs = expected.map(reference ->
                            (int) Math.round(reference.path("error_rate").asDouble() * said.size()))
                    .orElse(0);
            int[] count = expected.isEmpty()
                    ? unreferenced
                    : byLanguage.computeIfAbsent(spoken.language(), language -> new int[3]);
            count[0] += said.size();
            count[1] += wrong;
            count[2] += theirs;
            System.out.printf(
                    Locale.ROOT,
                    "  %-40s %5d said, %4d wrong, reference %4s  (%.1f s)%n",
                    name,
                    said.size(),
                    wrong,
                    expected.isPresent() ? theirs : "-",
                    took);
            if (mode == Mode.BATCHED && waveform.durationSeconds() > JOINED_SECONDS_MIN) {
                Set<Integer> windows = WindowSeeks.of(waveform, detector, TranscriptionOptions.DEFAULTS);
                joins.add(name, spoken, transcript.segments(), windows, counting.encoded());
            }
            if (Boolean.getBoolean("sotto.bench.texts") && wrong > theirs && expected.isPresent()) {
                System.out.println("    ours       " + transcript.text());
                System.out.println(
                        "    reference  " + expected.get().path("text").asText());
            }
        }
    }

    private static double processorSeconds() {
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return system.getProcessCpuTime() / 1e9;
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
