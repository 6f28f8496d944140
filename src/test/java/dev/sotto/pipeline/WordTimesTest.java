package dev.sotto.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.audio.Waveform;
import dev.sotto.forcedalign.WordMatch;
import dev.sotto.testing.Checkpoints;
import dev.sotto.testing.EngineThread;
import dev.sotto.testing.Recordings;
import dev.sotto.testing.VadThread;
import dev.sotto.transcript.AlignmentOptions;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.Mode;
import dev.sotto.transcript.TranscriptionListener;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.transcript.Word;
import dev.sotto.transcript.WordOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Times of words against those at which a synthesiser said them: the mean distance of their starts and ends. */
@Tag("inference")
@Tag("whole-recordings") // minutes: runs on the newer DJL line only
class WordTimesTest {
    private static final Path FOLDER = Path.of("src/test/resources/golden/word-times");
    private static final List<String> NAMES = List.of("garden", "letter", "market", "harbour");

    private static VadThread vad;

    @BeforeAll
    static void load() {
        vad = VadThread.load();
    }

    @AfterAll
    static void close() {
        vad.close();
    }

    /** A word that was said. */
    private record Spoken(double start, double end, String word) {}

    @ParameterizedTest
    @ValueSource(strings = {"tiny.en", "base"})
    void words_are_where_they_were_said(String model) throws IOException {
        try (EngineThread engine =
                EngineThread.load(model.equals("base") ? Checkpoints.BASE : Checkpoints.TINY_EN, 4)) {
            double recognised = 0;
            double aligned = 0;
            for (String name : NAMES) {
                String text = Files.readString(FOLDER.resolve(name + ".txt"));
                TranscriptionOptions.Builder options = TranscriptionOptions.builder()
                        .language("en")
                        .words(WordOptions.builder().timestamps(true).build());
                recognised += error(name, engine, options.build()) / NAMES.size();
                options.alignment(new AlignmentOptions(Optional.of(text)));
                aligned += error(name, engine, options.build()) / NAMES.size();
            }
            assertThat(recognised).as("seconds off when recognised").isLessThan(0.060);
            assertThat(aligned).as("seconds off when aligned").isLessThan(0.050);
        }
    }

    private static double error(String name, EngineThread engine, TranscriptionOptions options) throws IOException {
        List<Spoken> spoken = spoken(name);
        List<Word> found;
        try (Waveform recording = Recordings.decode(FOLDER.resolve(name + ".flac"))) {
            found = new RecordingTranscriber(engine.engine(), vad.detector(), Mode.BATCHED)
                    .transcribe(recording, options, TranscriptionListener.NONE, new Cancellation()).segments().stream()
                            .flatMap(segment -> segment.words().stream())
                            .toList();
            assertInOrder(found, recording.durationSeconds());
        }
        double sum = 0;
        int count = 0;
        for (WordMatch.Pair pair : WordMatch.of(
                spoken.stream().map(Spoken::word).toList(),
                found.stream().map(Word::text).toList(),
                () -> false)) {
            if (pair.isSame()) {
                Spoken truth = spoken.get(pair.given());
                Word word = found.get(pair.heard());
                sum += (Math.abs(word.startSeconds() - truth.start()) + Math.abs(word.endSeconds() - truth.end())) / 2;
                count++;
            }
        }
        assertThat(count).as("words of %s", name).isGreaterThan(spoken.size() * 8 / 10);
        return sum / count;
    }

    private static void assertInOrder(List<Word> words, double duration) {
        double last = 0;
        for (Word word : words) {
            assertThat(word.startSeconds()).as(word.text()).isGreaterThanOrEqualTo(last);
            assertThat(word.endSeconds()).isBetween(word.startSeconds(), duration);
            last = word.endSeconds();
        }
    }

    private static List<Spoken> spoken(String name) throws IOException {
        List<Spoken> spoken = new ArrayList<>();
        for (String line : Files.readAllLines(FOLDER.resolve(name + ".words"))) {
            String[] parts = line.split(" ");
            spoken.add(new Spoken(Double.parseDouble(parts[0]), Double.parseDouble(parts[1]), parts[2]));
        }
        return spoken;
    }
}
