package dev.sotto.cli;

/**
 * In which type models are computed.
 *
 * @param text which, by what finding, of when
 * @param isSure whether a later start may choose otherwise only if the machine changes
 */
public record ComputeChoice(String text, boolean isSure) {}
