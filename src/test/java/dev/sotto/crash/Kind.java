package dev.sotto.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One sort of job: a recording and how it is to be worked on.
 *
 * @param fields of the form
 */
record Kind(String name, Path recording, Map<String, String> fields) {
    /** Of several windows, each stored before the next begins. */
    static final String SEQUENTIAL = "sequential";

    private static final String AUDIO = "src/test/resources/audio/";

    /**
     * A short one, and such of several windows in every mode.
     *
     * @param talkSeconds length of the longer recording
     * @param scratch takes the recordings that are made for this
     */
    static List<Kind> all(Path home, int talkSeconds, Path scratch) throws IOException, InterruptedException {
        Path sample = home.resolve(AUDIO + "sample.flac");
        Path talk = cut(home.resolve(AUDIO + "long.ogg"), talkSeconds, scratch.resolve("talk.ogg"));
        Path silences = home.resolve(AUDIO + "long-silences.flac");
        return List.of(
                new Kind("short", sample, Map.of("model", "whisper-1")),
                new Kind(SEQUENTIAL, talk, Map.of("model", "whisper-1", "mode", "sequential")),
                new Kind("batched", talk, Map.of("model", "whisper-1", "mode", "batched")),
                new Kind("words", talk, Map.of("model", "whisper-1", "mode", "sequential", "word_timestamps", "true")),
                new Kind(
                        "filtered",
                        silences,
                        Map.of("model", "whisper-1", "mode", "sequential", "vad_filter", "true")));
    }

    static Kind named(String name, List<Kind> kinds) {
        return kinds.stream()
                .filter(kind -> kind.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** The same with further fields. */
    Kind with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(fields);
        all.putAll(more);
        return new Kind(name, recording, all);
    }

    /** The first seconds of a recording. */
    static Path cut(Path recording, int seconds, Path target) throws IOException, InterruptedException {
        Files.createDirectories(target.toAbsolutePath().getParent());
        int status = new ProcessBuilder(
                        "ffmpeg",
                        "-v",
                        "error",
                        "-y",
                        "-i",
                        recording.toString(),
                        "-t",
                        "" + seconds,
                        target.toString())
                .inheritIO()
                .start()
                .waitFor();
        if (status != 0) {
            throw new IOException("ffmpeg ended with " + status);
        }
        return target;
    }
}
