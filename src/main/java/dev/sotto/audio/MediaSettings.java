package dev.sotto.audio;

/**
 * How recordings are decoded.
 *
 * @param clock where their times come from
 * @param scratch where their samples are written
 */
public record MediaSettings(MediaLimits limits, AudioClock clock, ScratchSpace scratch) {}
