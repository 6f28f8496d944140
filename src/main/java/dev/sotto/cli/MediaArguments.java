package dev.sotto.cli;

import dev.sotto.transcript.MediaOptions;
import dev.sotto.transcript.TimeSpan;
import picocli.CommandLine.Option;

/** Which sound of a file is transcribed. */
final class MediaArguments {
    @Option(
            names = "--audio-track",
            paramLabel = "TRACK",
            description =
                    "of several audio tracks: a number from 0, or a language code such as de (default: the first)")
    private String track = "";

    @Option(
            names = "--channels",
            paramLabel = "MODE",
            description = "mix: all channels as one; split: each by itself, merged by time (default: mix)")
    private String channels = "mix";

    @Option(names = "--start", paramLabel = "S", description = "where in the recording to begin (default: 0)")
    private double startSeconds;

    @Option(names = "--end", paramLabel = "S", description = "where in the recording to end (default: at its end)")
    private double endSeconds = Double.POSITIVE_INFINITY;

    /**
     * Checks what picocli could not.
     *
     * @throws IllegalArgumentException saying which option is wrong, and why
     */
    MediaOptions options() {
        if (!channels.equals("mix") && !channels.equals("split")) {
            throw new IllegalArgumentException("--channels: '" + channels + "'; expected mix or split");
        }
        TimeSpan span;
        try {
            span = new TimeSpan(startSeconds, endSeconds);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--start and --end: " + e.getMessage(), e);
        }
        try {
            return MediaOptions.of(track, channels.equals("split"), span);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--audio-track: " + e.getMessage(), e);
        }
    }
}
