package dev.sotto.audio;

import dev.sotto.fault.FaultCode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A recording that could not be read: its kind, and one sentence for the person who sent it, free of paths. */
public final class AudioException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final FaultCode code;

    private AudioException(FaultCode code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** Of the recording, of the media program, or {@code CANCELLED}. */
    public FaultCode code() {
        return code;
    }

    static AudioException emptyFile() {
        return new AudioException(FaultCode.EMPTY_FILE, "The file is empty: it has 0 bytes.", null);
    }

    static AudioException invalid(String sentence) {
        return new AudioException(FaultCode.INVALID_MEDIA, sentence, null);
    }

    static AudioException noAudioStream() {
        return new AudioException(
                FaultCode.NO_AUDIO_STREAM, "The file holds no audio stream, only pictures or other data.", null);
    }

    static AudioException noSuchTrack(String sentence) {
        return new AudioException(FaultCode.NO_AUDIO_STREAM, sentence, null);
    }

    static AudioException tooLong(double secondsSeen, MediaLimits limits) {
        return limit("The recording lasts %s or more; at most %s is accepted."
                .formatted(clock((long) secondsSeen), clock(limits.audioMax().toSeconds())));
    }

    static AudioException tookTooLong(MediaLimits limits) {
        return limit(String.format(
                Locale.ROOT,
                "Decoding the file took longer than the %.1f s that are allowed.",
                limits.wallClockMax().toMillis() / 1000.0));
    }

    static AudioException limit(String sentence) {
        return new AudioException(FaultCode.MEDIA_LIMIT_EXCEEDED, sentence, null);
    }

    static AudioException noRoom(long mebibytes) {
        return new AudioException(
                FaultCode.INSUFFICIENT_STORAGE,
                "The decoded recording takes more than the %d MiB that this server's disk has for it; send it in parts, or later."
                        .formatted(mebibytes),
                null);
    }

    static AudioException toolFailed(String sentence) {
        return new AudioException(FaultCode.MEDIA_TOOL_FAILED, sentence, null);
    }

    static AudioException toolFailed(String sentence, Throwable cause) {
        return new AudioException(FaultCode.MEDIA_TOOL_FAILED, sentence, cause);
    }

    static AudioException cancelled() {
        return new AudioException(FaultCode.CANCELLED, "Reading the recording was cancelled.", null);
    }

    /** As hours, minutes and seconds. */
    static String clock(long seconds) {
        return String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
}
