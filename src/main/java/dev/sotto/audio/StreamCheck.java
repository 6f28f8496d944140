package dev.sotto.audio;

import dev.sotto.transcript.Warning;
import dev.sotto.transcript.WarningCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Compares what a file says of itself with the limits while it is decoded, and with the samples when it is.
 *
 * @param fileBytes size of the file
 */
record StreamCheck(FfmpegLog log, MediaLimits limits, Extract extract, long fileBytes) {
    private static final int STREAMS_MAX = 64;
    private static final long SAMPLE_RATE_MAX = 384_000;

    /** A declared length may differ by this much from what is decoded: encoder delay, padding, rounding. */
    private static final double DECLARED_TOLERANCE_SECONDS = 1.0;

    /** Demuxers that take a file's length from its last time stamps, which may be far from what is in it. */
    private static final Set<String> LENGTH_BY_CLOCK =
            Set.of("mpegts", "mpeg", "ogg", "matroska,webm", "flv", "asf", "nut", "mxf", "rm");

    /**
     * Demuxers that take the length from the file's head, and the bytes that a second of sound has at the very least: frames of
     * MP3 have 8 kbit/s, one of FLAC, which is a minute of silence at most, has ten bytes, and silence in MP4 some a second. A head
     * that declares more than the file has room for was made for another, such as one of which this is the beginning.
     */
    private static final Map<String, Double> BYTES_PER_SECOND_MIN =
            Map.of("mp3", 500.0, "flac", 0.1, "mov,mp4,m4a,3gp,3g2,mj2", 2.0);

    /** Saves the work of decoding up to a limit. Who declares too little is found out when the samples are counted. */
    Optional<AudioException> refusal() {
        if (log.streamCount() > STREAMS_MAX) {
            return Optional.of(AudioException.limit(
                    "The file has more than %d streams; expected a recording of a few.".formatted(STREAMS_MAX)));
        }
        if (extract.track() < log.tracks().size()) {
            AudioTrack track = log.tracks().get(extract.track());
            if (track.channels() > Extract.CHANNELS_MAX || track.sampleRate() > SAMPLE_RATE_MAX) {
                return Optional.of(AudioException.limit(
                        "The sound has %d channels of %d Hz; at most %d channels and %d Hz are accepted."
                                .formatted(
                                        track.channels(), track.sampleRate(), Extract.CHANNELS_MAX, SAMPLE_RATE_MAX)));
            }
        }
        double secondsMax = limits.audioMax().toMillis() / 1000.0;
        OptionalDouble declared = believedSeconds();
        boolean isTooLong = declared.isPresent()
                && Math.min(declared.getAsDouble(), extract.endSeconds()) > secondsMax + DECLARED_TOLERANCE_SECONDS;
        return isTooLong ? Optional.of(AudioException.tooLong(declared.getAsDouble(), limits)) : Optional.empty();
    }

    /** How long the sound is said to last, where that can be; a container's clock may begin at any hour. */
    private OptionalDouble believedSeconds() {
        OptionalDouble declared = log.declaredSeconds();
        if (declared.isEmpty() || LENGTH_BY_CLOCK.contains(log.format())) {
            return OptionalDouble.empty();
        }
        double seconds = declared.getAsDouble() - Math.max(0, log.startSeconds().orElse(0));
        double bytesMin = seconds * BYTES_PER_SECOND_MIN.getOrDefault(log.format(), 0.0);
        return fileBytes < bytesMin ? OptionalDouble.empty() : OptionalDouble.of(seconds);
    }

    /**
     * What the listener should know.
     *
     * @param samples that are heard, silence included
     * @param ofClock what is to be said of the container's clock
     */
    List<Warning> warnings(Path file, long samples, Optional<Warning> ofClock) throws IOException {
        List<Warning> warnings = new ArrayList<>();
        ofClock.ifPresent(warnings::add);
        double seconds = (double) samples / Waveform.SAMPLE_RATE;
        // Some containers declare when they end, not how long they last.
        double endSeconds = seconds + Math.max(0, log.startSeconds().orElse(0));
        OptionalDouble declared = log.declaredAudioSeconds();
        if (declared.isPresent()
                && ofClock.isEmpty()
                && Math.min(declared.getAsDouble(), extract.endSeconds()) - endSeconds > DECLARED_TOLERANCE_SECONDS) {
            warnings.add(shorter(declared.getAsDouble(), seconds));
        }
        long missingBytes = WavHeader.missingBytes(file);
        if (missingBytes > 0) {
            warnings.add(new Warning(
                    WarningCode.CUT_OFF,
                    "The file is cut off: %d bytes of sound are missing at its end.".formatted(missingBytes)));
        }
        if (log.errorCount() > 0) {
            warnings.add(new Warning(
                    WarningCode.DAMAGED,
                    "The file is damaged: decoding reported errors (%d), so parts of the sound may be missing."
                            .formatted(log.errorCount())));
        }
        return warnings;
    }

    /** Without a sign of damage the head alone may be wrong, as in a file that was cut by a program. */
    private Warning shorter(double declaredSeconds, double seconds) {
        boolean isDamaged = log.isDamaged();
        String sentence = isDamaged
                ? "The file declares %.1f s of sound, but only %.1f s could be read; it seems cut off or damaged."
                : "The file declares %.1f s of sound, but it holds %.1f s.";
        return new Warning(
                isDamaged ? WarningCode.CUT_OFF : WarningCode.LENGTH_WRONG,
                String.format(Locale.ROOT, sentence, declaredSeconds, seconds));
    }
}
