package dev.sotto.server;

import dev.sotto.metrics.Drain;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether one server takes jobs, and how far it is emptied of them. Any thread. */
final class WorkDrain implements Drain {
    private static final Logger LOG = LoggerFactory.getLogger(WorkDrain.class);

    private Function<Duration, Future<Integer>> work = limit -> Future.succeededFuture(0);
    private volatile Status status = new Status(State.STARTING, 0);

    /**
     * The server works from now on.
     *
     * @param emptied has what runs end within a limit, and is done when nothing runs, with the number of jobs that were handed
     *     back; may be called again with another limit
     */
    synchronized void serves(Function<Duration, Future<Integer>> emptied) {
        work = emptied;
        status = new Status(State.SERVING, 0);
    }

    @Override
    public Status status() {
        return status;
    }

    boolean isBegun() {
        State state = status.state();
        return state == State.DRAINING || state == State.DRAINED;
    }

    @Override
    public synchronized Status begin(Duration limit) {
        State before = status.state();
        if (before == State.SERVING || before == State.DRAINING) {
            status = new Status(State.DRAINING, 0);
            LOG.info("drained: no job is taken any more; those that run have {} s", limit.toSeconds());
            Future<Integer> emptied = work.apply(limit);
            if (before == State.SERVING) {
                emptied.onComplete(done -> ended(done.succeeded() ? done.result() : 0));
            }
        }
        return status;
    }

    private synchronized void ended(int handedBack) {
        status = new Status(State.DRAINED, handedBack);
        LOG.info("drained: nothing runs; {} jobs were handed back and wait for the next start", handedBack);
    }
}
