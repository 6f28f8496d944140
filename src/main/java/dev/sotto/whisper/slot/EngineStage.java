package dev.sotto.whisper.slot;

/** What a device spends its time on. */
public enum EngineStage {
    /** Windows heard by the encoder. */
    ENCODER,
    /** Tokens chosen, the entry of windows into their slots included. */
    DECODER,
    /** Words timed by the alignment heads. */
    WORDS,
    /** Languages detected, and the loudest part of a recording looked for. */
    PREPARATION,
    /** Other networks than Whisper: who speaks. */
    SPEAKERS
}
