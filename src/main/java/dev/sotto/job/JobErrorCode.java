package dev.sotto.job;

import dev.sotto.transcript.TranscriptionError;
import java.util.Arrays;
import java.util.Locale;

/** The closed list of reasons why an attempt, or a job, failed. The lower-case name is the code in JSON, logs and the store. */
public enum JobErrorCode {
    EMPTY_FILE(Retry.NEVER),
    INVALID_MEDIA(Retry.NEVER),
    NO_AUDIO_STREAM(Retry.NEVER),
    MEDIA_LIMIT_EXCEEDED(Retry.NEVER),
    MEDIA_TOOL_FAILED(Retry.USUAL),
    MODEL_NOT_FOUND(Retry.NEVER),
    MODEL_INVALID(Retry.NEVER),
    INVALID_OPTION(Retry.NEVER),
    /** The engine had no place; the job waits again. */
    ENGINE_BUSY(Retry.USUAL),
    /** The device ran out of memory; tried once more, with a smaller batch. */
    GPU_OUT_OF_MEMORY(Retry.ONCE),
    /** The URL may not be asked: private address, scheme, port. */
    FETCH_REFUSED(Retry.NEVER),
    /** The URL answered that there is nothing to be had. */
    FETCH_DENIED(Retry.NEVER),
    /** The URL did not answer, or not well. */
    FETCH_FAILED(Retry.USUAL),
    /** The URL's body ended early or was not as long as it said. */
    FETCH_INCOMPLETE(Retry.USUAL),
    /** The stored audio is gone or does not match its checksum. */
    AUDIO_LOST(Retry.NEVER),
    /** What the store holds of the job cannot be read by this version. */
    JOB_UNREADABLE(Retry.NEVER),
    /** The result could not be written. */
    RESULT_NOT_STORED(Retry.USUAL),
    /** It ran longer than its cap. */
    TIMED_OUT(Retry.ONCE),
    /** It ran without getting further. */
    STALLED(Retry.ONCE),
    /** Its worker died or lost its lease; never reported by a worker. */
    WORKER_LOST(Retry.USUAL),
    /** Nobody took it before it expired; never reported by a worker. */
    EXPIRED(Retry.NEVER),
    /** A fault of ours. */
    INTERNAL(Retry.USUAL);

    /** How often a fault may be met before the job is given up. */
    public enum Retry {
        NEVER,
        ONCE,
        /** As often as the policy says. */
        USUAL
    }

    private final Retry retry;

    JobErrorCode(Retry retry) {
        this.retry = retry;
    }

    public Retry retry() {
        return retry;
    }

    /** The name in JSON, logs and the store. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** By its wire name; one that a newer version has written is {@link #INTERNAL}. */
    public static JobErrorCode named(String wireName) {
        return Arrays.stream(values())
                .filter(code -> code.wireName().equals(wireName))
                .findFirst()
                .orElse(INTERNAL);
    }

    /**
     * The code for a transcription that failed.
     *
     * @throws IllegalArgumentException for {@link TranscriptionError#CANCELLED}, which is no failure of a job
     */
    public static JobErrorCode of(TranscriptionError error) {
        return switch (error) {
            case EMPTY_FILE -> EMPTY_FILE;
            case INVALID_MEDIA -> INVALID_MEDIA;
            case NO_AUDIO_STREAM -> NO_AUDIO_STREAM;
            case MEDIA_LIMIT_EXCEEDED -> MEDIA_LIMIT_EXCEEDED;
            case MEDIA_TOOL_FAILED -> MEDIA_TOOL_FAILED;
            case MODEL_NOT_FOUND -> MODEL_NOT_FOUND;
            case MODEL_INVALID -> MODEL_INVALID;
            case INVALID_OPTION -> INVALID_OPTION;
            case QUEUE_FULL -> ENGINE_BUSY;
            case CANCELLED -> throw new IllegalArgumentException("a cancelled job has no error code");
            case INTERNAL -> INTERNAL;
        };
    }
}
