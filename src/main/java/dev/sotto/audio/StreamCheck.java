package dev.sotto.audio;

import dev.sotto.transcript.Warning;
import dev.sotto.transcript.WarningCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** Compares what a file says of itself with the limits while it is decoded, and with the samples when it is. */
record StreamCheck(FfmpegLog log, MediaLimits limits, Extract extract) {
    private static final int STREAMS_MAX = 64;
    private static final long SAMPLE_RATE_MAX = 384_000;

    /** A declared length may differ by this much from what is decoded: encoder delay, padding, rounding. */
    private static final double DECLARED_TOLERANCE_SECONDS = 1.0;

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
        OptionalDouble declared = log.declaredSeconds();
        double secondsMax = limits.audioMax().toMillis() / 1000.0;
        boolean isTooLong = declared.isPresent()
                && Math.min(declared.getAsDouble(), extract.endSeconds()) > secondsMax + DECLARED_TOLERANCE_SECONDS;
        return isTooLong ? Optional.of(AudioException.tooLong(declared.getAsDouble(), limits)) : Optional.empty();
    }

    List<Warning> warnings(Path file, long samples) throws IOException {
        List<Warning> warnings = new ArrayList<>();
        double seconds = (double) samples / Waveform.SAMPLE_RATE;
        OptionalDouble declared = log.declaredAudioSeconds();
        if (declared.isPresent()
                && Math.min(declared.getAsDouble(), extract.endSeconds()) - seconds > DECLARED_TOLERANCE_SECONDS) {
            warnings.add(new Warning(
                    WarningCode.CUT_OFF,
                    String.format(
                            Locale.ROOT,
                            "The file declares %.1f s of sound, but only %.1f s could be read; it seems cut off or damaged.",
                            declared.getAsDouble(),
                            seconds)));
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
}
