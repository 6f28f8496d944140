package dev.sotto.transcript;

/** The closed list of ways a transcription can fail. The constant's lower-case name is the code in JSON and logs. */
public enum TranscriptionError {
    /** The file has no bytes. */
    EMPTY_FILE,
    /** The file is not audio or video that can be read. */
    INVALID_MEDIA,
    /** The file can be read but holds no sound. */
    NO_AUDIO_STREAM,
    /** The file is longer, larger or dearer to decode than the server allows. */
    MEDIA_LIMIT_EXCEEDED,
    /** The media program is missing or broken; the input is not to blame. */
    MEDIA_TOOL_FAILED,
    /** No such model is installed. */
    MODEL_NOT_FOUND,
    /** The model is installed but its files cannot be used. */
    MODEL_INVALID,
    /** An option contradicts the model or another option. */
    INVALID_OPTION,
    /** All places are taken; try again later. */
    QUEUE_FULL,
    /** The caller asked to stop. */
    CANCELLED,
    /** A fault of ours. */
    INTERNAL
}
