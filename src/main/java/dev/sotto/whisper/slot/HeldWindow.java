package dev.sotto.whisper.slot;

import dev.sotto.whisper.AudioFeatures;
import dev.sotto.whisper.EncodedWindow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Features in native memory, on loan to a caller. Closing hands them back to the engine's thread, once. */
final class HeldWindow implements EncodedWindow {
    private final AudioFeatures features;
    private final Consumer<HeldWindow> giveBack;
    private final AtomicBoolean closed = new AtomicBoolean();

    HeldWindow(AudioFeatures features, Consumer<HeldWindow> giveBack) {
        this.features = features;
        this.giveBack = giveBack;
    }

    /** Engine's thread only. */
    AudioFeatures features() {
        return features;
    }

    /** @throws IllegalStateException if its caller has closed it */
    void requireOpen() {
        if (isClosed()) {
            throw closedAlready();
        }
    }

    static IllegalStateException closedAlready() {
        return new IllegalStateException("the window is closed");
    }

    boolean isClosed() {
        return closed.get();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            giveBack.accept(this);
        }
    }
}
