package dev.sotto.audio;

/** The closed list of ways in which reading a recording fails. */
public enum AudioError {
    /** The file has no bytes. */
    EMPTY_FILE,
    /** The file is missing, unreadable, damaged, or neither audio nor video of an accepted format. */
    INVALID_MEDIA,
    /** The file can be read but holds no sound, or not the track that was asked for. */
    NO_AUDIO_STREAM,
    /** The file is longer, larger or dearer to decode than {@link MediaLimits} allow. */
    MEDIA_LIMIT_EXCEEDED,
    /** The media program or the disk failed; the recording is not to blame. */
    TOOL_FAILED,
    /** The caller asked to stop. */
    CANCELLED
}
