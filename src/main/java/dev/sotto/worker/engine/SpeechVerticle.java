package dev.sotto.worker.engine;

import dev.sotto.vad.SpeechDetector;
import dev.sotto.vad.SpeechNetwork;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.function.Supplier;

/**
 * Owns the voice detection. Must be deployed as a worker with a named pool of one thread of its own: on the engine's it
 * would hold up every window, and libtorch's number of threads, here one, is each thread's own.
 */
public final class SpeechVerticle extends VerticleBase {
    private final SpeechDetector detector;

    /**
     * Loads nothing yet.
     *
     * @param loader called on the worker's thread when first a recording is listened to
     */
    public SpeechVerticle(Supplier<SpeechNetwork> loader) {
        this.detector = new SpeechDetector(task -> context.runOnContext(ignored -> task.run()), loader);
    }

    /** To be used once the verticle is deployed. */
    public SpeechDetector detector() {
        return detector;
    }

    @Override
    public Future<?> stop() {
        return Future.fromCompletionStage(detector.close(), context);
    }
}
