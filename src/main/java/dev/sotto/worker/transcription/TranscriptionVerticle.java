package dev.sotto.worker.transcription;

import dev.sotto.bus.Addresses;
import dev.sotto.bus.TranscriptionReply;
import dev.sotto.bus.TranscriptionRequest;
import dev.sotto.fault.FaultCode;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.eventbus.Message;
import java.util.concurrent.TimeUnit;

/**
 * Takes transcription requests from the bus and runs them on a pool of its own: a transcription waits for the engine
 * most of the time, so it needs a thread but hardly a processor. Whoever sends requests holds itself to the number of
 * threads: one too many waits.
 */
public final class TranscriptionVerticle extends VerticleBase {
    private static final String POOL = "transcription";
    private static final long WARN_AFTER_HOURS = 24; // a long recording is no fault

    private final TranscriptionWork work;
    private final int threads;

    @SuppressWarnings("NullAway.Init") // set by start(), before any message
    private WorkerExecutor pool;

    public TranscriptionVerticle(TranscriptionWork work, int threads) {
        this.work = work;
        this.threads = threads;
    }

    @Override
    public Future<?> start() {
        pool = vertx.createSharedWorkerExecutor(POOL, threads, WARN_AFTER_HOURS, TimeUnit.HOURS);
        return vertx.eventBus()
                .<TranscriptionRequest>localConsumer(Addresses.TRANSCRIBE, this::take)
                .completion();
    }

    private void take(Message<TranscriptionRequest> message) {
        pool.executeBlocking(() -> work.run(message.body()), false)
                .recover(fault -> Future.succeededFuture(new TranscriptionReply.Failed(
                        FaultCode.INTERNAL, "the transcription ended without an answer: " + fault)))
                .onSuccess(message::reply);
    }

    @Override
    public Future<?> stop() {
        return pool.close();
    }
}
