package dev.sotto.bus;

/**
 * An upload is over.
 *
 * @param bytes of the body that were read
 * @param outcome {@code accepted}, or why it was refused: one word of a closed list
 */
public record UploadNews(long bytes, String outcome) {}
