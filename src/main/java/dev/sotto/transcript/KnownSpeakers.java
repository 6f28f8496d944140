package dev.sotto.transcript;

import java.util.List;

/**
 * The known voices of one recording, where it is worked on.
 *
 * @param clips in the order in which they were sent; nobody has listened to them yet
 * @param profiles of voices of the library
 */
public record KnownSpeakers(List<VoiceClip> clips, List<VoiceProfile> profiles) {
    public static final KnownSpeakers NONE = new KnownSpeakers(List.of(), List.of());

    public KnownSpeakers {
        clips = List.copyOf(clips);
        profiles = List.copyOf(profiles);
    }
}
