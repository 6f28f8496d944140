package dev.sotto.audio;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A recording that could not be read: its kind, and one sentence for the person who sent it, free of paths. */
public final class AudioException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final AudioError error;

    private AudioException(AudioError error, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.error = error;
    }

    /** Which of the closed list of failures this is. */
    public AudioError error() {
        return error;
    }

    static AudioException emptyFile() {
        return new AudioException(AudioError.EMPTY_FILE, "The file is empty: it has 0 bytes.", null);
    }

    static AudioException invalid(String sentence) {
        return new AudioException(AudioError.INVALID_MEDIA, sentence, null);
    }

    static AudioException noAudioStream() {
        return new AudioException(
                AudioError.NO_AUDIO_STREAM, "The file holds no audio stream, only pictures or other data.", null);
    }

    static AudioException noSuchTrack(String sentence) {
        return new AudioException(AudioError.NO_AUDIO_STREAM, sentence, null);
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
        return new AudioException(AudioError.MEDIA_LIMIT_EXCEEDED, sentence, null);
    }

    static AudioException toolFailed(String sentence) {
        return new AudioException(AudioError.TOOL_FAILED, sentence, null);
    }

    static AudioException toolFailed(String sentence, Throwable cause) {
        return new AudioException(AudioError.TOOL_FAILED, sentence, cause);
    }

    static AudioException cancelled() {
        return new AudioException(AudioError.CANCELLED, "Reading the recording was cancelled.", null);
    }

    private static String clock(long seconds) {
        return String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
}
