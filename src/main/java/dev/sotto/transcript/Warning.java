package dev.sotto.transcript;

/**
 * Something that whoever reads a transcript should know of it.
 *
 * @param message one or more sentences: what was seen, what it means, what to do
 */
public record Warning(WarningCode code, String message) {}
