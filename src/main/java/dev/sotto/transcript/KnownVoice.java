package dev.sotto.transcript;

/**
 * A voice that a speaker of a recording may turn out to have.
 *
 * @param name what such a speaker is called; voices of one name are one
 * @param id SHA-256 of the clip, or id of the voice in its owner's library; empty until the request is stored
 */
public record KnownVoice(String name, Origin origin, String id) {
    /** Where the voice comes from. */
    public enum Origin {
        /** A clip that was sent with the request. */
        CLIP,
        /** The library of the job's owner. */
        LIBRARY
    }

    /** The same with an id. */
    public KnownVoice identified(String known) {
        return new KnownVoice(name, origin, known);
    }
}
