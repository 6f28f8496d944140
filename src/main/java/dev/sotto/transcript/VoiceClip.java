package dev.sotto.transcript;

/**
 * A recording of one known voice, as it was sent.
 *
 * @param name of the speaker
 * @param content the bytes of a file of any kind that recordings come in; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // handed on; equality is never asked for
public record VoiceClip(String name, byte[] content) {}
