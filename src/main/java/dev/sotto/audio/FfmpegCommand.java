package dev.sotto.audio;

import dev.sotto.transcript.WorkClass;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Our own argument lists for ffmpeg, for one file and no other: one protocol ({@code file:}), the demuxers and decoders of
 * {@link AllowedFormats}, and an end to everything.
 *
 * @param source read from the beginning, and not again: nothing here may name another file
 */
record FfmpegCommand(MediaTool tool, MediaLimits limits, WorkClass workClass, Path source) {
    static final long FILE_BYTES_BEYOND_LIMIT = 1L << 20;
    private static final int THREADS = 2;
    /** How far into a file its streams are looked for: 20 MB, and 20 s of each stream. */
    private static final String PROBE_BYTES = "20000000";

    private static final String PROBE_MICROS = "20000000";

    /** Says what streams the file has, and ends with an error, because no output is asked for. */
    List<String> list() {
        return input(0);
    }

    /** @param samples where the decoded sound goes; with its channels kept an AU file, else bare samples */
    List<String> decode(Extract extract, AudioClock clock, Path samples) {
        long bytesMax = extract.bytesMax(limits);
        List<String> command = input(bytesMax + FILE_BYTES_BEYOND_LIMIT);
        command.addAll(List.of("-map", "0:a:" + extract.track(), "-vn", "-sn", "-dn", "-map_metadata", "-1"));
        if (clock == AudioClock.CONTAINER) {
            command.addAll(List.of("-copyts", "-af", ClockMarks.FILTER));
        }
        command.addAll(List.of("-t", seconds(extract.secondsMax(limits)), "-fs", Long.toString(bytesMax)));
        command.addAll(List.of("-ar", Integer.toString(Waveform.SAMPLE_RATE)));
        command.addAll(
                extract.splitsChannels()
                        ? List.of("-c:a", "pcm_s16be", "-f", "au")
                        : List.of("-ac", "1", "-c:a", "pcm_s16le", "-f", "s16le"));
        command.add("file:" + samples.toAbsolutePath());
        return command;
    }

    private List<String> input(long fileBytesMax) {
        long processorSeconds = limits.wallClockMax().toSeconds() * THREADS;
        List<String> command =
                new ArrayList<>(tool.fence().caps(limits.memoryBytesMax(), processorSeconds, fileBytesMax, workClass));
        command.add(tool.ffmpeg().toString());
        command.addAll(List.of("-nostdin", "-hide_banner", "-nostats", "-v", "level+info", "-y"));
        command.addAll(List.of("-threads", Integer.toString(THREADS)));
        command.addAll(List.of("-protocol_whitelist", "file"));
        command.addAll(List.of("-format_whitelist", String.join(",", AllowedFormats.DEMUXERS)));
        command.addAll(List.of("-codec_whitelist", String.join(",", AllowedFormats.DECODERS)));
        command.addAll(List.of("-probesize", PROBE_BYTES, "-analyzeduration", PROBE_MICROS));
        command.addAll(List.of("-i", "file:" + source.toAbsolutePath()));
        return command;
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.3f", seconds);
    }
}
