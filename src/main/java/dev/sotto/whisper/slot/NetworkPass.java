package dev.sotto.whisper.slot;

/** What is done on the device between steps, without a slot: by the network for one window, or by another network. */
enum NetworkPass {
    PEAK("measuring the log-mel peak"),
    ENCODER("encoding a window"),
    LANGUAGE("detecting the language"),
    /** Of another network than Whisper. */
    OTHER("hearing who speaks");

    private final String doing;

    NetworkPass(String doing) {
        this.doing = doing;
    }

    /** Whether it takes about as long as a few steps of full lanes, so that a turn has one of it at most. */
    boolean isLong() {
        return this == ENCODER || this == OTHER;
    }

    /** As a fault names it. */
    String doing() {
        return doing;
    }
}
