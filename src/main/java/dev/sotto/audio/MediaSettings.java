package dev.sotto.audio;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How recordings are decoded.
 *
 * @param scratchRoot where each decode makes its private folder; made if it is missing
 * @param shutdownGrace how long a decode may go on when the process is told to end, before it is killed
 */
public record MediaSettings(MediaLimits limits, AudioClock clock, Path scratchRoot, Duration shutdownGrace) {}
