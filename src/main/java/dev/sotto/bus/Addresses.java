package dev.sotto.bus;

/** Every address of the event bus. */
public final class Addresses {
    /** Takes a {@link TranscriptionRequest}, answers with a {@link TranscriptionReply}. */
    public static final String TRANSCRIBE = "sotto.transcribe";

    private Addresses() {}
}
