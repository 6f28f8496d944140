package dev.sotto.testing;

import dev.sotto.bus.StoreCalls;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.CountDownLatch;

/** So many callers at the store of a Vert.x that the next one is refused, until this is closed. */
public final class CrowdedStore implements AutoCloseable {
    private final CountDownLatch over = new CountDownLatch(1);

    public CrowdedStore(Vertx vertx) {
        StoreCalls callers = StoreCalls.of(vertx);
        Future<Boolean> asked;
        do {
            asked = callers.ask(() -> {
                over.await();
                return true;
            });
        } while (!asked.failed());
    }

    @Override
    public void close() {
        over.countDown();
    }
}
