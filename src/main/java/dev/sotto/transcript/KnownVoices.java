package dev.sotto.transcript;

import java.util.List;

/**
 * Which voices are looked for among the speakers of a recording.
 *
 * @param voices clips in the order in which they were sent, then voices of the library
 * @param wanted names of voices of the library, or {@link #ALL} alone
 */
public record KnownVoices(List<KnownVoice> voices, List<String> wanted) {
    /** Stands for all voices of the library. */
    public static final String ALL = "all";

    /** Field of a form that names voices of the library. */
    public static final String FIELD = "known_voices";

    /** Clips of one request at most. */
    public static final int CLIPS_MAX = 16;

    /** Voices of the library that one request can name, and that an owner can have. */
    public static final int LIBRARY_MAX = 100;

    public static final KnownVoices NONE = new KnownVoices(List.of(), List.of());

    public KnownVoices {
        voices = List.copyOf(voices);
        wanted = List.copyOf(wanted);
        InvalidOption.check(
                wanted.size() <= LIBRARY_MAX, FIELD, wanted.size() + " names", "at most " + LIBRARY_MAX + ", or all");
        wanted.forEach(name -> VoiceName.check(FIELD, name));
    }

    /** Whether nobody is looked for. */
    public boolean isEmpty() {
        return voices.isEmpty() && wanted.isEmpty();
    }

    /** Ids of one origin, in order. */
    public List<String> ids(KnownVoice.Origin origin) {
        return voices.stream()
                .filter(voice -> voice.origin() == origin)
                .map(KnownVoice::id)
                .toList();
    }
}
