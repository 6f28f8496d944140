package dev.sotto.whisper.slot;

/** What the network does for one window between steps, without a slot. */
enum NetworkPass {
    PEAK("measuring the log-mel peak"),
    ENCODER("encoding a window"),
    LANGUAGE("detecting the language");

    private final String doing;

    NetworkPass(String doing) {
        this.doing = doing;
    }

    /** As a fault names it. */
    String doing() {
        return doing;
    }
}
