package dev.sotto.bench;

import dev.sotto.audio.Waveform;
import dev.sotto.diarize.Diarization;
import dev.sotto.diarize.Diarizer;
import dev.sotto.diarize.SpeakerAnalysis;
import dev.sotto.diarize.SpeakerBounds;
import dev.sotto.testing.DiarizationErrorRate;
import dev.sotto.testing.DiarizationErrorRate.Turn;
import dev.sotto.testing.Recordings;
import dev.sotto.testing.SpeakerThread;
import dev.sotto.torch.TorchRuntime;
import dev.sotto.transcript.Cancellation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How well and how fast speakers are told apart: one line a recording with its error rates against the truth beside it, and
 * the seconds that the networks and the rules took.
 */
public final class SpeakerBenchmark {
    private SpeakerBenchmark() {}

    /**
     * Prints a table and adds a line of JSON a recording to {@code target/bench}.
     *
     * @param arguments number of threads, then recordings; the truth is the JSON of the same name, if there is one
     */
    public static void main(String... arguments) throws Exception {
        TorchRuntime.threads(Integer.parseInt(arguments[0]));
        System.out.printf(
                "| %-24s | s | true/found | DER | FA / miss / confusion | collar .25 | networks s | rules s |%n|---|---|---|---|---|---|---|---|%n",
                "recording");
        try (SpeakerThread speakers = SpeakerThread.open()) {
            for (int i = 1; i < arguments.length; i++) {
                measure(speakers, Path.of(arguments[i]));
            }
        }
    }

    private static void measure(SpeakerThread speakers, Path recording) throws Exception {
        String name = String.valueOf(recording.getFileName());
        String base = name.substring(0, name.lastIndexOf('.'));
        Path description = recording.resolveSibling(base + ".json");
        List<Turn> truth = Files.exists(description) ? DiarizationErrorRate.truth(description) : List.of();
        try (Waveform waveform = Recordings.decode(recording)) {
            Cancellation never = new Cancellation();
            long start = System.nanoTime();
            SpeakerAnalysis analysis = speakers.analyzer().analyze(waveform, part -> {}, never);
            double heard = seconds(start);
            start = System.nanoTime();
            Diarization told = Diarizer.diarize(analysis, SpeakerBounds.AUTOMATIC, never);
            double ruled = seconds(start);
            List<Turn> found = told.turns().stream()
                    .map(turn -> new Turn(turn.startSeconds(), turn.endSeconds(), String.valueOf(turn.speaker())))
                    .collect(Collectors.toList());
            double end = waveform.durationSeconds();
            DiarizationErrorRate rate = DiarizationErrorRate.of(truth, found, end, 0);
            double collar = DiarizationErrorRate.of(truth, found, end, 0.25).percent();
            long real = truth.stream().map(Turn::speaker).distinct().count();
            System.out.printf(
                    "| %-24s | %.0f | %d/%d | %.2f | %.1f / %.1f / %.1f | %.2f | %.1f | %.2f |%n",
                    base,
                    end,
                    real,
                    told.speakers().size(),
                    rate.percent(),
                    100 * rate.falseAlarm() / rate.speech(),
                    100 * rate.missed() / rate.speech(),
                    100 * rate.confusion() / rate.speech(),
                    collar,
                    heard,
                    ruled);
            Map<String, Object> report = new LinkedHashMap<>(MachineFacts.gather());
            report.put("recording", base);
            report.put("seconds", end);
            report.put("der", rate.percent());
            report.put("speakers_true", real);
            report.put("speakers_found", told.speakers().size());
            report.put("seconds_networks", heard);
            report.put("seconds_rules", ruled);
            BenchReport.line("speakers", report);
        }
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
