package dev.sotto.diarize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.audio.Waveform;
import dev.sotto.testing.ExecutorSpeakers;
import dev.sotto.testing.ScriptedVoices;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.Warning;
import dev.sotto.transcript.Word;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Twelve hours of six voices who hardly pause, in a process of 512 MiB of heap. */
@Tag("heavy")
class LongRecordingTest {
    private static final int HOURS = 12;
    private static final int VOICES = 6;
    private static final int TURN = 8 * Waveform.SAMPLE_RATE;
    private static final int PAUSE = Waveform.SAMPLE_RATE / 2;

    @Test
    void twelve_hours_are_told_apart_in_512_mebibytes() throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(
                        java,
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LongRecordingTest.class.getName())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).contains("speakers 6, turns %d, words in doubt 0".formatted(HOURS * 3600 / 8));
    }

    /** What the process does. */
    public static void main(String... arguments) {
        try (Waveform waveform = new Talk()) {
            SpeakerAnalysis analysis = new SpeakerAnalyzer(new ExecutorSpeakers(Runnable::run, ScriptedVoices::new))
                    .analyze(waveform, part -> {}, new Cancellation());
            Diarization told = Diarizer.diarize(analysis, SpeakerBounds.AUTOMATIC, new Cancellation());
            List<Word> words = new ArrayList<>();
            for (int second = 1; second < HOURS * 3600; second += 2) {
                words.add(new Word(" word", second, second + 0.3, 1));
            }
            long doubts = WordSpeakers.of(words, told).stream()
                    .filter(choice -> choice.confidence() < 0.5)
                    .count();
            System.out.printf(
                    "speakers %d, turns %d, words in doubt %d%n",
                    told.speakers().size(), told.turns().size(), doubts);
        }
    }

    private static final class Talk implements Waveform {
        @Override
        public long sampleCount() {
            return HOURS * 3600L * SAMPLE_RATE;
        }

        @Override
        public void read(long firstSample, float[] target, int targetOffset, int count) {
            for (int i = 0; i < count; i++) {
                long place = firstSample + i;
                boolean silent = place < 0 || place >= sampleCount() || place % TURN >= TURN - PAUSE;
                target[targetOffset + i] = silent ? 0 : ScriptedVoices.sample(place, (int) (place / TURN % VOICES));
            }
        }

        @Override
        public List<Warning> warnings() {
            return List.of();
        }

        /** Nothing to give back: the sound is made as it is read. */
        @Override
        public void close() {}
    }
}
