package dev.sotto.whisper.slot;

/** What is done on the device between steps, without a slot: by the network for one window, or by another network. */
enum NetworkPass {
    PEAK("measuring the log-mel peak", EngineStage.PREPARATION),
    ENCODER("encoding a window", EngineStage.ENCODER),
    LANGUAGE("detecting the language", EngineStage.PREPARATION),
    /** Of another network than Whisper. */
    OTHER("hearing who speaks", EngineStage.SPEAKERS);

    private final String doing;
    private final EngineStage stage;

    NetworkPass(String doing, EngineStage stage) {
        this.doing = doing;
        this.stage = stage;
    }

    /** Whether it takes about as long as a few steps of full lanes, so that a turn has one of it at most. */
    boolean isLong() {
        return this == ENCODER || this == OTHER;
    }

    /** For what its time is counted. */
    EngineStage stage() {
        return stage;
    }

    /** As a fault names it. */
    String doing() {
        return doing;
    }
}
