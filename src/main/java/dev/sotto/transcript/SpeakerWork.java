package dev.sotto.transcript;

/** What is done to tell speakers apart. */
public enum SpeakerWork {
    /** The recording is transcribed, and its speakers are found by their voices. */
    WITH_TEXT,
    /** Nothing is transcribed: all that is found is who speaks when. */
    ALONE,
    /** There is no recording: somebody else found the words and who speaks when, and both are put together. */
    GIVEN
}
