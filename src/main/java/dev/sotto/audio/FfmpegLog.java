package dev.sotto.audio;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What ffmpeg said during one run, boiled down while it is said: its first and last few errors, how many there were, the
 * duration that the container declares. Needs {@code -v level+info}, which marks each line with its level.
 */
final class FfmpegLog implements Consumer<String> {
    private static final int ERRORS_KEPT = 16;
    private static final Pattern LINE = Pattern.compile("(?:\\[([^\\[\\]]+) @ \\w+\\] )*\\[(\\w+)\\] (.*)");
    private static final Pattern DURATION = Pattern.compile("  Duration: (\\d+):(\\d\\d):(\\d\\d\\.\\d+), .*");
    private static final Pattern STREAM =
            Pattern.compile("\\s+Stream #0:\\d+(?:\\[0x\\w+\\])?(?:\\((\\w+)\\))?: (\\w+): (.*)");
    private static final Pattern CODEC_REFUSED = Pattern.compile("Codec \\(([\\w-]+)\\) not on whitelist.*");
    private static final Pattern INPUT = Pattern.compile("Input #0, (\\S+), from .*");
    private static final Pattern START = Pattern.compile(".*, start: (-?\\d+\\.\\d+).*");

    /** Errors that speak of no fault of the recording: no output was asked for; a chain of Ogg streams; our own stamps. */
    private static final List<String> NO_FAULTS = List.of(
            "At least one output file must be specified",
            "failed to create or replace stream",
            "Application provided invalid, non monotonically increasing dts");

    private static final String UNKNOWN_LANGUAGE = "und";
    private static final int TRACKS_KEPT = 64;

    private final List<Fault> faults = new ArrayList<>();
    private final List<AudioTrack> tracks = new ArrayList<>();
    private Optional<String> refusedCodec = Optional.empty();
    private int streamCount;
    private final ClockMarks clock = new ClockMarks();
    private String format = "";
    private OptionalDouble startSeconds = OptionalDouble.empty();
    private OptionalDouble declaredSeconds = OptionalDouble.empty();
    private boolean isSizeUnlikeDeclared;
    private long errorCount;
    private boolean isDurationEstimated;
    private boolean isInputListed;
    private boolean isVideoSeen;

    /**
     * One error line.
     *
     * @param source which part of ffmpeg, such as {@code hls}; empty for the program itself
     */
    record Fault(String source, String text) {}

    @Override
    public void accept(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            return;
        }
        String source = Optional.ofNullable(matcher.group(1)).orElse("");
        String text = matcher.group(3);
        switch (matcher.group(2)) {
            case "panic", "fatal", "error" -> error(new Fault(source, text));
            case "warning" -> warning(text);
            case "info" -> info(text);
            default -> {
                // Levels above "info" are not asked for.
            }
        }
    }

    private void error(Fault fault) {
        Matcher refused = CODEC_REFUSED.matcher(fault.text());
        if (refused.matches()) {
            // Every video's pictures are; a fault only if nothing else is left to decode.
            refusedCodec = Optional.of(refused.group(1));
            return;
        }
        if (NO_FAULTS.stream().anyMatch(fault.text()::startsWith)) {
            return;
        }
        errorCount++;
        if (faults.size() == ERRORS_KEPT) {
            faults.remove(ERRORS_KEPT / 2);
        }
        faults.add(fault);
    }

    private void warning(String text) {
        isDurationEstimated |= text.startsWith("Estimating duration from bitrate");
        isSizeUnlikeDeclared |= text.startsWith("filesize and duration do not match");
    }

    private void info(String text) {
        if (isInputListed) {
            clock.accept(text);
            return;
        }
        Matcher input = INPUT.matcher(text);
        if (input.matches()) {
            format = input.group(1);
        }
        isInputListed = text.startsWith("Stream mapping:");
        Matcher stream = STREAM.matcher(text);
        if (stream.matches()) {
            stream(stream, text);
        }
        Matcher duration = DURATION.matcher(text);
        if (duration.matches() && declaredSeconds.isEmpty()) {
            declaredSeconds = OptionalDouble.of(Integer.parseInt(duration.group(1)) * 3600.0
                    + Integer.parseInt(duration.group(2)) * 60.0
                    + Double.parseDouble(duration.group(3)));
        }
        Matcher start = START.matcher(text);
        if (start.matches() && text.startsWith("  Duration: ") && startSeconds.isEmpty()) {
            startSeconds = OptionalDouble.of(Double.parseDouble(start.group(1)));
        }
    }

    private void stream(Matcher stream, String text) {
        streamCount++;
        isVideoSeen |= stream.group(2).equals("Video") && !text.contains("(attached pic)");
        if (stream.group(2).equals("Audio") && tracks.size() < TRACKS_KEPT) {
            Optional<String> language =
                    Optional.ofNullable(stream.group(1)).filter(code -> !code.equals(UNKNOWN_LANGUAGE));
            tracks.add(AudioTrack.of(language, stream.group(3)));
        }
    }

    /** The first audio streams of the input, in order. */
    List<AudioTrack> tracks() {
        return tracks;
    }

    /** Streams of any kind. */
    int streamCount() {
        return streamCount;
    }

    /** The names of the demuxer that reads the file, such as {@code matroska,webm}; empty if there is none. */
    String format() {
        return format;
    }

    /** The time stamp at which the earliest stream begins. */
    OptionalDouble startSeconds() {
        return startSeconds;
    }

    ClockMarks clock() {
        return clock;
    }

    /** The last decoder that was asked for and is not allowed. */
    Optional<String> refusedCodec() {
        return refusedCodec;
    }

    /** The first and the last errors, in order. */
    List<Fault> faults() {
        return faults;
    }

    long errorCount() {
        return errorCount;
    }

    /** What the container claims as its length; nothing if it is only ffmpeg's guess from the file's size. */
    OptionalDouble declaredSeconds() {
        return isDurationEstimated ? OptionalDouble.empty() : declaredSeconds;
    }

    /** As {@link #declaredSeconds}, and nothing where pictures or another track may go on after the sound has ended. */
    OptionalDouble declaredAudioSeconds() {
        return isVideoSeen || tracks.size() > 1 ? OptionalDouble.empty() : declaredSeconds();
    }

    /** Whether the file is known to be cut off or damaged, and not only described wrongly by its head. */
    boolean isDamaged() {
        return errorCount > 0 || isSizeUnlikeDeclared;
    }
}
