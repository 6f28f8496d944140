package dev.sotto.crash;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * One sort of job: a recording and how it is to be worked on.
 *
 * @param fields of the form
 */
record Kind(String name, Path recording, Map<String, String> fields) {
    private static final String AUDIO = "src/test/resources/audio/";

    /** Short ones and such of several windows, in every mode. */
    static List<Kind> all(Path home) {
        Path sample = home.resolve(AUDIO + "sample.flac");
        Path speakers = home.resolve(AUDIO + "two-speakers.flac");
        Path silences = home.resolve(AUDIO + "long-silences.flac");
        return List.of(
                new Kind("short", sample, Map.of("model", "whisper-1")),
                new Kind("sequential", speakers, Map.of("model", "whisper-1", "mode", "sequential")),
                new Kind("batched", speakers, Map.of("model", "whisper-1", "mode", "batched")),
                new Kind(
                        "words",
                        speakers,
                        Map.of("model", "whisper-1", "mode", "sequential", "word_timestamps", "true")),
                new Kind(
                        "filtered",
                        silences,
                        Map.of("model", "whisper-1", "mode", "sequential", "vad_filter", "true")));
    }
}
