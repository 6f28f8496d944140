package dev.sotto.audio;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Where the times of a recording come from. */
public enum AudioClock {
    /**
     * The time stamps of the container, counted from the beginning of its earliest stream: sound that begins after the pictures
     * keeps its distance, and what is missing in the middle is silence of that length.
     */
    CONTAINER,
    /** The decoded samples, one after another, whatever the container says. */
    SAMPLES;

    /** By the lower-case name. */
    public static Optional<AudioClock> named(String name) {
        return Arrays.stream(values())
                .filter(clock -> clock.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst();
    }
}
