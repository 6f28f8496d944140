package dev.sotto.transcript;

import java.util.Locale;

/** How soon an answer is wanted. It decides who goes first where work meets, never what comes out. */
public enum WorkClass {
    /** Somebody waits for it, or it is short. */
    INTERACTIVE,
    /** It may wait behind interactive work, and gets a quarter of what both share at least. */
    BULK;

    /** As metrics name it. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
