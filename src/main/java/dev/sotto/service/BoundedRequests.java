package dev.sotto.service;

import dev.sotto.fault.FaultException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import java.time.Duration;
import java.util.function.Supplier;

/** Requests to a worker of this process that takes them one by one: only so many wait. Belongs to one event loop. */
final class BoundedRequests {
    private final Vertx vertx;
    private final int waitingMax;
    private final DeliveryOptions delivery;
    private int waiting;

    /**
     * Nothing waits yet.
     *
     * @param answerMax after which a request is given up
     */
    BoundedRequests(Vertx vertx, int waitingMax, Duration answerMax) {
        this.vertx = vertx;
        this.waitingMax = waitingMax;
        this.delivery = new DeliveryOptions().setLocalOnly(true).setSendTimeout(answerMax.toMillis());
    }

    /** Begins the work, which counts until it has ended; fails with {@link FaultException} where as many wait as may. */
    <T> Future<T> run(Supplier<Future<T>> work) {
        if (waiting >= waitingMax) {
            return Future.failedFuture(new FaultException(Faults.queueFull()));
        }
        waiting++;
        return work.get().onComplete(done -> waiting--);
    }

    /** Asks the worker at the address and gives the body of its answer. */
    <T> Future<T> ask(String address, Object request) {
        return vertx.eventBus().<T>request(address, request, delivery).map(Message::body);
    }
}
