package dev.sotto.pipeline;

import dev.sotto.audio.Waveform;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.transcript.WorkClass;
import dev.sotto.vad.SpeechDetector;
import dev.sotto.whisper.mel.Frames;
import java.util.Set;
import java.util.stream.Collectors;

/** Where the windows of a recording begin, for benchmarks that tell a window from the rest of one. */
public final class WindowSeeks {
    private WindowSeeks() {}

    /** The seeks, in frames of 10 ms, that segments of these windows have in batched mode. */
    public static Set<Integer> of(Waveform recording, SpeechDetector detector, TranscriptionOptions options) {
        SpeechSearch.Heard heard =
                new SpeechSearch(detector, WorkClass.BULK, new Cancellation()).hear(recording, options);
        SpokenParts parts =
                SpokenParts.of(recording, heard, options, options.speech().filters());
        return parts.windows().stream()
                .map(window -> (int) (parts.pieces().recordingSample(window.start()) / Frames.HOP_SAMPLES))
                .collect(Collectors.toSet());
    }
}
