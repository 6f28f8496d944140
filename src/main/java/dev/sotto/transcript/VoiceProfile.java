package dev.sotto.transcript;

import java.util.List;

/**
 * How a known voice sounds.
 *
 * @param name of the speaker
 * @param vector of unit length, as the network of voices makes it, without what the line adds to it
 */
public record VoiceProfile(String name, List<Double> vector) {
    public VoiceProfile {
        vector = List.copyOf(vector);
    }
}
