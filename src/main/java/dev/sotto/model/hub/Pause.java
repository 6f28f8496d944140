package dev.sotto.model.hub;

import java.time.Duration;

/** Waits between two tries. */
public interface Pause {
    void await(Duration duration) throws InterruptedException;
}
