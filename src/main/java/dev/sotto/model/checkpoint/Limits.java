package dev.sotto.model.checkpoint;

/** Upper bounds that no Whisper comes near; they keep a hostile configuration from costing memory or time. */
final class Limits {
    static final int MEL_BINS = 1024;
    static final int CONTEXT = 100_000;
    static final int VOCABULARY = 1_000_000;
    static final int WIDTH = 16_384;
    static final int FEED_FORWARD = 65_536;
    static final int HEADS = 256;
    static final int LAYERS = 256;

    private Limits() {}
}
