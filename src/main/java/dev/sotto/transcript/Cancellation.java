package dev.sotto.transcript;

/** A caller's request to stop. Thread-safe; once set it stays set. The work looks at it every few decoder steps. */
public final class Cancellation {
    private volatile boolean requested;

    public void request() {
        requested = true;
    }

    public boolean isRequested() {
        return requested;
    }
}
