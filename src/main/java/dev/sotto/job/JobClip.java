package dev.sotto.job;

/**
 * A small recording that is kept with a job beside the one that it is about.
 *
 * @param digest SHA-256 of the content, hexadecimal
 * @param content of a file; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // handed on; equality is never asked for
public record JobClip(String digest, byte[] content) {}
