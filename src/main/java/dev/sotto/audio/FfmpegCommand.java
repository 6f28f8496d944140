package dev.sotto.audio;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Our own argument list for ffmpeg, for one file and no other: one protocol ({@code file:}), and only demuxers that read nothing
 * but the file itself. Those that open further files or addresses (hls, dash, concat, sdp, rtsp, image2, lavfi, tee, playlists)
 * stay out, however the file is named.
 */
final class FfmpegCommand {
    /** One more second than accepted is decoded, so that "exactly the limit" and "over it" can be told apart. */
    private static final int SECONDS_BEYOND_LIMIT = 1;

    private static final long FILE_BYTES_BEYOND_LIMIT = 1L << 20;
    private static final int THREADS = 2;
    private static final int OPEN_FILES_MAX = 64;

    /** Names of ffmpeg's demuxers, each for the formats noted. */
    private static final List<String> DEMUXERS = List.of(
            "wav", // also RF64
            "w64",
            "mp3", // also layers 1 and 2
            "flac",
            "ogg", // Vorbis, Opus, Speex, FLAC in Ogg
            "mov", // MP4, M4A, 3GP, QuickTime
            "matroska", // also WebM
            "aac",
            "amr",
            "aiff",
            "au",
            "caf",
            "asf", // WMA, WMV
            "ac3",
            "eac3",
            "dts",
            "mpegts",
            "mpeg", // program streams, VOB
            "avi",
            "flv",
            "gsm", // raw GSM 06.10, telephone systems
            "ape",
            "wv",
            "tta",
            "voc");

    private FfmpegCommand() {}

    static List<String> decode(MediaTool tool, MediaLimits limits, Path source, Path samples) {
        List<String> command = new ArrayList<>();
        tool.prlimit().ifPresent(prlimit -> command.addAll(fence(prlimit, limits)));
        command.add(tool.ffmpeg().toString());
        command.addAll(List.of("-nostdin", "-hide_banner", "-nostats", "-v", "level+info", "-y"));
        command.addAll(List.of("-threads", Integer.toString(THREADS)));
        command.addAll(List.of("-protocol_whitelist", "file", "-format_whitelist", String.join(",", DEMUXERS)));
        command.addAll(List.of("-i", "file:" + source.toAbsolutePath(), "-map", "0:a:0"));
        command.addAll(List.of("-t", seconds(limits), "-fs", Long.toString(limits.outputBytesMax())));
        command.addAll(List.of("-ac", "1", "-ar", Integer.toString(Waveform.SAMPLE_RATE), "-c:a", "pcm_s16le"));
        command.addAll(List.of("-f", "s16le", "file:" + samples.toAbsolutePath()));
        return command;
    }

    private static List<String> fence(Path prlimit, MediaLimits limits) {
        return List.of(
                prlimit.toString(),
                "--as=" + limits.memoryBytesMax(),
                "--cpu=" + Math.max(1, limits.wallClockMax().toSeconds() * THREADS),
                "--fsize=" + (limits.outputBytesMax() + FILE_BYTES_BEYOND_LIMIT),
                "--nofile=" + OPEN_FILES_MAX,
                "--core=0");
    }

    private static String seconds(MediaLimits limits) {
        return String.format(Locale.ROOT, "%.3f", limits.audioMax().toMillis() / 1000.0 + SECONDS_BEYOND_LIMIT);
    }
}
